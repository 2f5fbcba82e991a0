/** What the outbox keeps in the browser, so that strokes survive a reload while the backend cannot be reached. */
export interface KeptStore<Entry> {
  all(): Promise<readonly Entry[]>;
  put(entry: Entry): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}

const STORE = 'entries';

/** Entries in IndexedDB, in the order in which they were put. */
export function openKeptStore<Entry extends { readonly id: string }>(name: string): KeptStore<Entry> {
  let opened: Promise<IDBDatabase> | null = null;
  const database = () => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        const store = request.result.createObjectStore(STORE, { autoIncrement: true });
        store.createIndex('id', 'id', { unique: true });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  };
  const within = async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T> | null) => {
    const transaction = (await database()).transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    return new Promise<T | undefined>((resolve, reject) => {
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  };
  return {
    all: async () => (await within('readonly', (store) => store.getAll() as IDBRequest<Entry[]>)) ?? [],
    async put(entry) {
      await within('readwrite', (store) => store.put(entry));
    },
    async remove(ids) {
      await within('readwrite', (store) => {
        for (const id of ids) {
          const request = store.index('id').getKey(id);
          request.onsuccess = () => {
            if (request.result !== undefined) store.delete(request.result);
          };
        }
        return null;
      });
    },
  };
}
