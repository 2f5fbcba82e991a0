import { t } from '#renderer/text.ts';
import classes from './Wordmark.module.css';

/** The sign: warp threads, and the weft that crosses some of them. */
export function Wordmark() {
  return (
    <div className={classes.wordmark}>
      <svg width="36" height="36" viewBox="0 0 36 36" aria-hidden="true">
        <path className={classes.warp} d="M6 4v28M14 4v28M22 4v28M30 4v28" />
        <path className={classes.weft} d="M4 10h6M18 10h8M10 18h8M26 18h6M4 26h6M18 26h8" />
      </svg>
      <div>
        <h1 className={classes.name}>{t('shared.appName')}</h1>
        <p className={`t2 ${classes.tagline}`}>{t('shared.tagline')}</p>
      </div>
    </div>
  );
}
