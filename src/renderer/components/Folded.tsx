import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Folded.module.css';

export interface FoldedProps {
  readonly label: string;
  readonly isOpen: boolean;
  onToggle(): void;
  readonly children: ReactNode;
}

/** What most people need not see, under a line that opens it. */
export function Folded({ label, isOpen, onToggle, children }: FoldedProps) {
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <section>
      <Button
        variant="subtle"
        color="gray"
        className={classes.toggle ?? ''}
        aria-expanded={isOpen}
        leftSection={<Chevron size={16} stroke={1.6} />}
        onClick={onToggle}
      >
        {label}
      </Button>
      {isOpen && children}
    </section>
  );
}
