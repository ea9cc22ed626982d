import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "@/lib/types";
import { FilterWindow } from "@/ui/FilterWindow";
import { useBoardSearch } from "./filters";

const loadForm = () => import("./FieldForm");
const FieldForm = lazy(loadForm);

/** What the small window asks for: a new filter (null), or another in the place of one. */
export type Asked = { filter: string | null };
type Props = {
  team: Me["teams"][number];
  phone: boolean;
  asked: Asked | null;
  onAsk: (asked: Asked | null) => void;
};

/** A filter by any field of the workflow or of every opportunity (W16): asked for in a small window, kept in the address. */
export function FieldFilter({ team, phone, asked, onAsk }: Props) {
  const { t } = useTranslation();
  const { search, change } = useBoardSearch();
  const filters = search.field ?? [];
  const filter = asked?.filter ?? null;
  return (
    <FilterWindow
      phone={phone}
      on={filters.length}
      opened={asked !== null}
      label={t(filter ? "filter.change" : "filter.add")}
      onOpened={(opened) => onAsk(opened ? { filter: null } : null)}
      onNear={() => void loadForm()}
    >
      {(close) => (
        <Suspense fallback={<Skeleton height={110} radius="md" />}>
          <FieldForm
            key={filter}
            team={team}
            filter={filter}
            onDone={(text) => {
              const next =
                filter === null ? [...filters, text] : filters.map((one) => (one === filter ? text : one));
              change({ field: [...new Set(next)] });
              close();
            }}
            onCancel={close}
          />
        </Suspense>
      )}
    </FilterWindow>
  );
}
