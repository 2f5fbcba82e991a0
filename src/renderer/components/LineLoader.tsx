import classes from './LineLoader.module.css';

/** What a busy button shows instead of a spinner: a line of 2 px along its lower edge, the label stays. */
export function LineLoader() {
  return <span className={classes.line} />;
}
