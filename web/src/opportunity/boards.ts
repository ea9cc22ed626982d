const changed = new Set<string>();
export const markChanged = (id: string): void => void changed.add(id);
