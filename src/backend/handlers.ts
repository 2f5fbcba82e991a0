import { implement } from '@orpc/server';
import { contract } from '#core/api.ts';
import { appInfo, browse, setSettings, streamEvents } from './calls/app.ts';
import { listArtifacts, removeArtifact, setDefault } from './calls/artifact.ts';
import { listConcepts, queryAtlas, saveAtlasFile, saveConcept, showAtlas, showUnitAtlas } from './calls/atlas.ts';
import { compareAtlases } from './calls/atlasCompare.ts';
import { listCounterfactuals, showCase, showMatrix, showPairOf } from './calls/counterfactual.ts';
import { differenceOfCounterfactuals, exportCounterfactuals } from './calls/counterfactualFile.ts';
import { importArrays } from './calls/importArrays.ts';
import { estimateJob } from './calls/job.ts';
import { markUnit } from './calls/journal.ts';
import { listLinkedPairs, listLinkers } from './calls/linker.ts';
import { differenceOf, showCard } from './calls/linkerCard.ts';
import { exportLinker, importLinker, importLinkerAgain } from './calls/linkerFile.ts';
import { residualsOf } from './calls/linkerResiduals.ts';
import { renderLive } from './calls/live.ts';
import {
  adoptMask,
  appendStrokes,
  commentPicture,
  drawIntoQueue,
  exportMaskFiles,
  holdMask,
  importMaskFiles,
  importTruthMasks,
  mergeFile,
  mergeTwoLabels,
  openMask,
  pickIntoQueue,
  releaseMask,
  removeFromQueue,
  setLabels,
  setMaskState,
  shareBlind,
  showAgreement,
  showDifference,
  showLabels,
  showLabelUse,
  showLatestMasks,
  showMerge,
  showQueue,
  snapshotMasks,
  startLabels,
  undoLabelChange,
  writeMaskPacket,
} from './calls/mask.ts';
import { showFeatures } from './calls/maskFeatures.ts';
import { exportMeasures, listChanges, showUnitMeasures } from './calls/measure.ts';
import { exportReference } from './calls/measureReference.ts';
import { enterPair, listPairs, previewPair, showPair } from './calls/pair.ts';
import {
  backup,
  closeProject,
  compact,
  createNewProject,
  listRecent,
  openDemo,
  openExisting,
  projectInfo,
  stageStatuses,
  verify,
} from './calls/project.ts';
import { latestReport, saveReport } from './calls/report.ts';
import { listSamples, showSamples } from './calls/samples.ts';
import { listSegmenters, proposeMask, setLive, showLive, showOverlay } from './calls/segment.ts';
import { exportSegmenter, importSegmenter } from './calls/segmentFile.ts';
import { listSweepRows, showSweep, showUnit, unitRange } from './calls/sweep.ts';
import { listTracks, showMotionOverlay, showTrackedPair, showTracks } from './calls/track.ts';
import { exportTracks, importMatches } from './calls/trackFile.ts';
import type { Context } from './context.ts';
import { addFlowModel } from './flowModel.ts';

/**
 * Every call, a line each. Calls that change something are wrapped in `mutating`: they run one at a time, in the order in
 * which they came; the others only read and may overlap.
 */
export function createRouter(context: Context) {
  const os = implement(contract);
  const { jobs, projects, engine, settings } = context;
  let last: Promise<unknown> = Promise.resolve();
  const mutating =
    <A extends readonly unknown[], R>(call: (...args: A) => R | Promise<R>) =>
    (...args: A): Promise<R> => {
      const turn = last.then(() => call(...args));
      last = turn.catch(() => undefined);
      return turn;
    };
  const start = mutating((handle: string, request: Parameters<typeof jobs.submit>[1]) =>
    jobs.submit(projects.get(handle), request),
  );

  return os.router({
    app: {
      info: os.app.info.handler(() => appInfo(context)),
      settings: os.app.settings.handler(() => settings.get()),
      setSettings: os.app.setSettings.handler(mutating(({ input }) => setSettings(context, input))),
      browse: os.app.browse.handler(({ input }) => browse(context, input.folder)),
      events: os.app.events.handler(({ signal }) => streamEvents(context, signal)),
    },
    engine: {
      status: os.engine.status.handler(() => engine.status),
      restart: os.engine.restart.handler(mutating(() => engine.restart().then(() => engine.status))),
    },
    project: {
      recent: os.project.recent.handler(() => listRecent(context)),
      forget: os.project.forget.handler(mutating(({ input }) => context.recent.forget(input.path))),
      create: os.project.create.handler(mutating(({ input }) => createNewProject(context, input))),
      open: os.project.open.handler(mutating(({ input }) => openExisting(context, input.path))),
      openDemo: os.project.openDemo.handler(mutating(() => openDemo(context))),
      close: os.project.close.handler(mutating(({ input }) => closeProject(context, input.project))),
      info: os.project.info.handler(({ input }) => projectInfo(context, input.project)),
      verify: os.project.verify.handler(({ input, signal }) => verify(context, input.project, signal)),
      backup: os.project.backup.handler(({ input, signal }) => backup(context, input.project, input.to, signal)),
      compact: os.project.compact.handler(mutating(({ input, signal }) => compact(context, input.project, signal))),
      stages: os.project.stages.handler(({ input }) => stageStatuses(context, input.project)),
    },
    artifact: {
      list: os.artifact.list.handler(({ input }) => listArtifacts(context, input.project)),
      setDefault: os.artifact.setDefault.handler(
        mutating(({ input }) => setDefault(context, input.project, input.artifact)),
      ),
      remove: os.artifact.remove.handler(
        mutating(({ input }) => removeArtifact(context, input.project, input.artifact)),
      ),
    },
    job: {
      list: os.job.list.handler(({ input }) => jobs.list(input.project)),
      estimate: os.job.estimate.handler(({ input }) => estimateJob(context, input.project, input.request)),
      cancel: os.job.cancel.handler(mutating(({ input }) => jobs.cancel(input.job))),
      stop: os.job.stop.handler(mutating(({ input }) => jobs.stop(input.job))),
      resume: os.job.resume.handler(mutating(({ input }) => jobs.resume(input.job))),
      clear: os.job.clear.handler(mutating(({ input }) => jobs.clear(input.project))),
    },
    run: os.run.handler(({ input }) => start(input.project, input.request)),
    pair: {
      list: os.pair.list.handler(({ input }) => listPairs(context, input.project)),
      show: os.pair.show.handler(({ input }) => showPair(context, input.project, input.pair)),
      add: os.pair.add.handler(mutating(({ input }) => enterPair(context, input.project, input))),
      preview: os.pair.preview.handler(({ input, signal }) => previewPair(context, input, signal)),
    },
    samples: {
      draw: os.samples.draw.handler(({ input }) =>
        start(input.project, { stage: 'samples', pair: input.pair, params: input.params }),
      ),
      show: os.samples.show.handler(({ input }) => showSamples(context, input.project, input.samples)),
      importArrays: os.samples.importArrays.handler(mutating(({ input }) => importArrays(context, input))),
      pictures: os.samples.pictures.handler(({ input }) => listSamples(context, input)),
    },
    linker: {
      train: os.linker.train.handler(({ input }) =>
        start(input.project, { stage: 'linker', samples: input.samples, params: input.params }),
      ),
      exportFile: os.linker.exportFile.handler(mutating(({ input }) => exportLinker(context, input))),
      importFile: os.linker.importFile.handler(mutating(({ input }) => importLinker(context, input))),
      importAgain: os.linker.importAgain.handler(mutating(({ input }) => importLinkerAgain(context, input))),
      list: os.linker.list.handler(({ input }) => listLinkers(context, input.project)),
      pictures: os.linker.pictures.handler(({ input }) => listLinkedPairs(context, input)),
      card: os.linker.card.handler(({ input }) => showCard(context, input.project, input.linker)),
      residuals: os.linker.residuals.handler(({ input }) => residualsOf(context, input)),
      compare: os.linker.compare.handler(({ input }) => differenceOf(context, input.project, input.a, input.b)),
    },
    sweep: {
      run: os.sweep.run.handler(({ input }) =>
        start(input.project, { stage: 'sweep', linker: input.linker, params: input.params }),
      ),
      show: os.sweep.show.handler(({ input }) => showSweep(context, input.project, input.sweep)),
      rows: os.sweep.rows.handler(({ input }) => listSweepRows(context, input)),
      unit: os.sweep.unit.handler(({ input }) => showUnit(context, input.project, input.unit, input.sweep)),
      live: os.sweep.live.handler(({ input, signal }) => renderLive(context, input, signal)),
      range: os.sweep.range.handler(({ input }) =>
        unitRange(context, input.project, input.unit, input.range, input.linker),
      ),
    },
    mask: {
      labels: os.mask.labels.handler(({ input }) => showLabels(context, input.project)),
      labelUse: os.mask.labelUse.handler(({ input }) => showLabelUse(context, input.project)),
      setLabels: os.mask.setLabels.handler(mutating(({ input }) => setLabels(context, input))),
      startLabels: os.mask.startLabels.handler(mutating(({ input }) => startLabels(context, input))),
      mergeLabels: os.mask.mergeLabels.handler(mutating(({ input }) => mergeTwoLabels(context, input))),
      undoLabels: os.mask.undoLabels.handler(mutating(({ input }) => undoLabelChange(context, input))),
      queue: os.mask.queue.handler(({ input }) => showQueue(context, input)),
      draw: os.mask.draw.handler(mutating(({ input, signal }) => drawIntoQueue(context, input, signal))),
      pick: os.mask.pick.handler(mutating(({ input, signal }) => pickIntoQueue(context, input, signal))),
      remove: os.mask.remove.handler(mutating(({ input }) => removeFromQueue(context, input))),
      setBlindShare: os.mask.setBlindShare.handler(mutating(({ input }) => shareBlind(context, input))),
      open: os.mask.open.handler(({ input }) => openMask(context, input)),
      // Strokes do not wait for other changes: each call is one transaction, and nothing else writes these tables meanwhile.
      append: os.mask.append.handler(({ input }) => appendStrokes(context, input)),
      hold: os.mask.hold.handler(({ input }) => holdMask(context, input)),
      release: os.mask.release.handler(({ input }) => releaseMask(context, input)),
      features: os.mask.features.handler(({ input, signal }) => showFeatures(context, input, signal)),
      setState: os.mask.setState.handler(mutating(({ input }) => setMaskState(context, input))),
      comment: os.mask.comment.handler(mutating(({ input }) => commentPicture(context, input))),
      adopt: os.mask.adopt.handler(mutating(({ input }) => adoptMask(context, input))),
      agreement: os.mask.agreement.handler(({ input }) => showAgreement(context, input)),
      difference: os.mask.difference.handler(({ input }) => showDifference(context, input)),
      exportFiles: os.mask.exportFiles.handler(mutating(({ input }) => exportMaskFiles(context, input))),
      importFiles: os.mask.importFiles.handler(mutating(({ input }) => importMaskFiles(context, input))),
      importTruth: os.mask.importTruth.handler(mutating(({ input }) => importTruthMasks(context, input))),
      writePacket: os.mask.writePacket.handler(mutating(({ input }) => writeMaskPacket(context, input))),
      previewMerge: os.mask.previewMerge.handler(({ input }) => showMerge(context, input.project, input.from)),
      merge: os.mask.merge.handler(mutating(({ input }) => mergeFile(context, input))),
      snapshot: os.mask.snapshot.handler(
        mutating(({ input }) => snapshotMasks(context, input.project, input.annotator)),
      ),
      latest: os.mask.latest.handler(({ input }) => showLatestMasks(context, input.project)),
    },
    track: {
      run: os.track.run.handler(({ input: { project, ...request } }) => start(project, { stage: 'track', ...request })),
      addFlowModel: os.track.addFlowModel.handler(mutating(({ input }) => addFlowModel(context.library, input.from))),
      list: os.track.list.handler(({ input }) => listTracks(context, input.project)),
      overlay: os.track.overlay.handler(({ input }) => showMotionOverlay(context, input.project, input.sweep)),
      show: os.track.show.handler(({ input }) => showTracks(context, input.project, input.track)),
      pair: os.track.pair.handler(({ input, signal }) => showTrackedPair(context, input, signal)),
      exportFile: os.track.exportFile.handler(mutating(({ input, signal }) => exportTracks(context, input, signal))),
      importMatches: os.track.importMatches.handler(mutating(({ input }) => importMatches(input))),
    },
    atlas: {
      build: os.atlas.build.handler(({ input: { project, ...request } }) =>
        start(project, { stage: 'atlas', ...request }),
      ),
      show: os.atlas.show.handler(({ input }) => showAtlas(context, input.project, input.atlas)),
      query: os.atlas.query.handler(({ input }) => queryAtlas(context, input)),
      unit: os.atlas.unit.handler(({ input }) => showUnitAtlas(context, input)),
      concepts: os.atlas.concepts.handler(({ input }) => listConcepts(context, input.project)),
      saveConcept: os.atlas.saveConcept.handler(mutating(({ input }) => saveConcept(context, input))),
      removeConcept: os.atlas.removeConcept.handler(
        mutating(({ input }) => saveConcept(context, { ...input, query: null })),
      ),
      exportFile: os.atlas.exportFile.handler(mutating(({ input }) => saveAtlasFile(context, input))),
      compare: os.atlas.compare.handler(({ input }) => compareAtlases(context, input)),
    },
    counterfactual: {
      run: os.counterfactual.run.handler(({ input: { project, ...request } }) =>
        start(project, { stage: 'counterfactual', ...request }),
      ),
      list: os.counterfactual.list.handler(({ input }) => listCounterfactuals(context, input.project)),
      matrix: os.counterfactual.matrix.handler(({ input }) => showMatrix(context, input.project, input.counterfactual)),
      pair: os.counterfactual.pair.handler(({ input }) =>
        showPairOf(context, input.project, input.from, input.to, input.counterfactual),
      ),
      case: os.counterfactual.case.handler(({ input }) =>
        showCase(context, input.project, input.ordinal, input.counterfactual),
      ),
      compare: os.counterfactual.compare.handler(({ input }) =>
        differenceOfCounterfactuals(context, input.project, input.a, input.b),
      ),
      exportFile: os.counterfactual.exportFile.handler(mutating(({ input }) => exportCounterfactuals(context, input))),
    },
    measure: {
      run: os.measure.run.handler(({ input }) =>
        start(input.project, { stage: 'measure', maps: input.maps, params: input.params }),
      ),
      changes: os.measure.changes.handler(({ input }) => listChanges(context, input)),
      unit: os.measure.unit.handler(({ input }) => showUnitMeasures(context, input.project, input.sweep, input.unit)),
      exportFile: os.measure.exportFile.handler(mutating(({ input }) => exportMeasures(context, input))),
      exportReference: os.measure.exportReference.handler(
        mutating(({ input, signal }) => exportReference(context, input, signal)),
      ),
    },
    segment: {
      train: os.segment.train.handler(({ input }) =>
        start(input.project, { stage: 'segment', mask: input.mask, start: input.start, params: input.params }),
      ),
      apply: os.segment.apply.handler(({ input }) =>
        start(input.project, { stage: 'maps', segment: input.segment, sweep: input.sweep, params: input.params }),
      ),
      list: os.segment.list.handler(({ input }) => listSegmenters(context, input.project)),
      overlay: os.segment.overlay.handler(({ input }) => showOverlay(context, input.project, input.sweep)),
      propose: os.segment.propose.handler(({ input, signal }) => proposeMask(context, input, signal)),
      live: os.segment.live.handler(({ input }) => showLive(context, input.project)),
      setLive: os.segment.setLive.handler(mutating(({ input }) => setLive(context, input))),
      exportFile: os.segment.exportFile.handler(mutating(({ input }) => exportSegmenter(context, input))),
      importFile: os.segment.importFile.handler(
        mutating(({ input, signal }) => importSegmenter(context, input, signal)),
      ),
    },
    report: {
      build: os.report.build.handler(({ input: { project, ...request } }) =>
        start(project, { stage: 'report', ...request }),
      ),
      latest: os.report.latest.handler(({ input }) => latestReport(context, input.project)),
      save: os.report.save.handler(mutating(({ input }) => saveReport(context, input.project, input.to, input.report))),
    },
    journal: {
      list: os.journal.list.handler(({ input }) =>
        projects.get(input.project).project.journal.list({ kind: input.kind, after: input.after }),
      ),
      unit: os.journal.unit.handler(mutating(({ input }) => markUnit(context, input))),
    },
  });
}
