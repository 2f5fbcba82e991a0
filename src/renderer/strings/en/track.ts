export const track = {
  ofUnit: 'How it moves',
  ofUnitNote: 'from the first step to the last, sample {sample}; arrows {factor} times as long as the motion',
  kind: 'Which motion',
  residual: 'Of parts',
  total: 'As it is',
  pictureName: 'Motion of the picture, {count} arrows',
  byPart: 'Motion by part',
  magnitude: 'moved, px',
  x: 'across, px',
  y: 'down, px',
  expansion: 'expansion',
  rotation: 'rotation, rad',
  confidence: 'confidence',
  global:
    'The whole picture moved by {x} across and {y} down, px ({inliers} % of what can be trusted moves with it), and that is taken out.',
  noGlobal: 'No motion of the whole picture was found.',
  floor: 'Without any change the tracker reports at most {value} px.',
} as const;
