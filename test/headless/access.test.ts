import { expect, test } from 'vitest';
import { isLoopback, namesOf } from '#headless/access.ts';

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.7', false],
  ['127.0.0.1.example.org', false],
])('%s stays on this machine: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test('on this machine only its own names count; further ones are added, whatever their case', () => {
  expect([...namesOf('127.0.0.1', [])].sort()).toEqual(['127.0.0.1', '[::1]', 'localhost']);
  expect(namesOf('192.168.1.7', ['Lab.Example.org'])).toContain('lab.example.org');
  expect(namesOf('192.168.1.7', [])).toContain('192.168.1.7');
});
