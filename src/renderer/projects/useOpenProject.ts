import { useMutation } from '@tanstack/react-query';
import { useClient } from '#renderer/client.tsx';
import { navigate } from '#renderer/route.ts';
import { choosePath } from './choosePath.ts';

/** Opens a project file, or the demo, and goes to its overview. `variables` says which one is on its way. */
export function useOpenProject() {
  const client = useClient();
  return useMutation({
    mutationFn: (which: { readonly path: string } | 'demo') =>
      which === 'demo' ? client.project.openDemo() : client.project.open(which),
    onSuccess: ({ project }) => navigate({ screen: 'overview', project, params: {} }),
  });
}

/** The same after asking which; nothing happens when the person changes their mind. */
export async function chooseProject(open: (which: { readonly path: string }) => void): Promise<void> {
  const path = await choosePath({ kind: 'project' });
  if (path !== null) open({ path });
}
