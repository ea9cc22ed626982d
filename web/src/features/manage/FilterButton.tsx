import type { ComponentProps } from "react";
import { FilterWindow } from "@/ui/FilterWindow";
import { FilterPicker, type Place } from "./FilterPicker";

type Props = Omit<ComponentProps<typeof FilterPicker>, "place" | "onPlace" | "onDone"> & {
  phone: boolean;
  on: number;
  place: Place | null;
  onPlace: (place: Place | null) => void;
};

export function FilterButton({ phone, on, place, onPlace, ...picker }: Props) {
  return (
    <FilterWindow
      phone={phone}
      on={on}
      opened={place !== null}
      onOpened={(opened) => onPlace(opened ? { kind: null } : null)}
    >
      {(close) => place && <FilterPicker {...picker} place={place} onPlace={onPlace} onDone={close} />}
    </FilterWindow>
  );
}
