import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  Input,
  Loader,
  type MantineColorsTuple,
  Menu,
  Modal,
  NumberInput,
  Popover,
  SegmentedControl,
  Select,
  Slider,
  Switch,
  Table,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';

import { LineLoader } from './components/LineLoader.tsx';

/** Colours by role. Chrome is neutral grey, so that the hue of a picture is judged on grey; colour means data, selection or state. */
const DARK = {
  s0: '#0C0D0F',
  s1: '#131416',
  s2: '#191A1D',
  s3: '#222428',
  s4: '#2D3035',
  line: '#25272B',
  line2: '#3D4148',
  line3: '#6A707A',
  t1: '#ECEDEE',
  t2: '#ABB0B8',
  t3: '#868C96',
  accent: '#62B5F6',
  'on-accent': '#06131F',
  'accent-soft': 'rgba(98, 181, 246, 0.15)',
  ok: '#4FC08F',
  warn: '#E3AC49',
  bad: '#F27D72',
  'warn-soft': 'rgba(227, 172, 73, 0.14)',
  grid: '#2A2D32',
  shadow: '0 8px 28px rgba(0, 0, 0, 0.5)',
} as const;

export type Palette = Readonly<Record<keyof typeof DARK, string>>;

const LIGHT: Palette = {
  s0: '#E9EAEC',
  s1: '#F3F4F5',
  s2: '#FFFFFF',
  s3: '#E5E7EB',
  s4: '#D8DBE0',
  line: '#DFE1E5',
  line2: '#B9BEC6',
  line3: '#7F858E',
  t1: '#15171A',
  t2: '#474D55',
  t3: '#5C636C',
  accent: '#0A66B3',
  'on-accent': '#FFFFFF',
  'accent-soft': 'rgba(10, 102, 179, 0.11)',
  ok: '#08704D',
  warn: '#865600',
  bad: '#B93222',
  'warn-soft': 'rgba(160, 105, 0, 0.12)',
  grid: '#E3E5E8',
  shadow: '0 8px 28px rgba(20, 24, 30, 0.18)',
};

export const PALETTES = { dark: DARK, light: LIGHT } as const;

export const UI_FONT =
  '"Inter", "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, "SF Pro Text", "Noto Sans", sans-serif';
export const MONO_FONT =
  '"JetBrains Mono", ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

const azure: MantineColorsTuple = [
  '#EAF5FE',
  '#D2E9FC',
  '#ABD7FA',
  '#86C7F8',
  '#62B5F6',
  '#3E9BE3',
  '#1F7FC9',
  '#0A66B3',
  '#07508E',
  '#053C6B',
];
const dark: MantineColorsTuple = [
  '#ECEDEE',
  '#ABB0B8',
  '#868C96',
  '#3D4148',
  '#2D3035',
  '#222428',
  '#191A1D',
  '#131416',
  '#0C0D0F',
  '#08090A',
];

/** Controls are 28 px high, small ones 24. */
const CONTROL_HEIGHT: Readonly<Record<string, string>> = { xs: '28px', 'compact-xs': '24px' };

function controlHeight(size: unknown): string {
  return CONTROL_HEIGHT[String(size)] ?? '28px';
}

const inputDefaults = { defaultProps: { size: 'xs' } } as const;

export const theme = createTheme({
  primaryColor: 'azure',
  primaryShade: { light: 7, dark: 4 },
  colors: { azure, dark },
  autoContrast: true,
  fontFamily: UI_FONT,
  fontFamilyMonospace: MONO_FONT,
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '16px', md: '20px', lg: '20px', xl: '26px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '18px', lineHeight: '26px' },
      h2: { fontSize: '13px', lineHeight: '20px' },
      h3: { fontSize: '12px', lineHeight: '16px', fontWeight: '500' },
    },
  },
  components: {
    Button: Button.extend({
      defaultProps: { size: 'xs', variant: 'default' },
      vars: (_theme, props) => ({
        root: {
          '--button-height': controlHeight(props.size),
          '--button-padding-x': props.size === 'compact-xs' ? '8px' : '10px',
          '--button-fz': '13px',
        },
      }),
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { size: 'xs', variant: 'subtle', color: 'gray' },
      vars: (_theme, props) => ({ root: { '--ai-size': controlHeight(props.size) } }),
    }),
    Loader: Loader.extend({ defaultProps: { loaders: { line: LineLoader }, type: 'line' } }),
    Input: Input.extend({
      defaultProps: { size: 'xs' },
      vars: () => ({ wrapper: { '--input-height': '28px', '--input-fz': '13px' } }),
    }),
    TextInput: TextInput.extend(inputDefaults),
    Select: Select.extend(inputDefaults),
    NumberInput: NumberInput.extend(inputDefaults),
    Textarea: Textarea.extend(inputDefaults),
    Switch: Switch.extend(inputDefaults),
    Slider: Slider.extend({ defaultProps: { size: 2, thumbSize: 12, label: null } }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: 'xs', withItemsBorders: true, transitionDuration: 0 },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: false, multiline: true, maw: 280 } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 6, horizontalSpacing: 8, highlightOnHover: true } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        radius: 8,
        overlayProps: { backgroundOpacity: 0.55 },
        transitionProps: { duration: 140 },
      },
    }),
    Menu: Menu.extend({
      defaultProps: { shadow: 'md', radius: 6, position: 'bottom-start', transitionProps: { duration: 140 } },
    }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', radius: 6, transitionProps: { duration: 140 } } }),
    Drawer: Drawer.extend({ defaultProps: { position: 'right', size: 400, transitionProps: { duration: 140 } } }),
  },
});

function variablesOf(palette: Palette): Record<string, string> {
  return Object.fromEntries(Object.entries(palette).map(([name, value]) => [`--u-${name}`, value]));
}

/** Mantine's own roles, said in ours, so that its components sit on the same surfaces. */
const mantineRoles = {
  '--mantine-color-body': 'var(--u-s1)',
  '--mantine-color-text': 'var(--u-t1)',
  '--mantine-color-dimmed': 'var(--u-t2)',
  '--mantine-color-placeholder': 'var(--u-t3)',
  '--mantine-color-error': 'var(--u-bad)',
  '--mantine-color-default': 'var(--u-s3)',
  '--mantine-color-default-hover': 'var(--u-s4)',
  '--mantine-color-default-color': 'var(--u-t1)',
  '--mantine-color-default-border': 'var(--u-line2)',
  '--mantine-color-anchor': 'var(--u-accent)',
  '--mantine-shadow-md': 'var(--u-shadow)',
  '--mantine-shadow-xl': 'var(--u-shadow)',
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: { '--u-mono': MONO_FONT },
  dark: { ...variablesOf(DARK), ...mantineRoles },
  light: { ...variablesOf(LIGHT), ...mantineRoles },
});
