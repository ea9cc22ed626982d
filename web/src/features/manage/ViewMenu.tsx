import { ActionIcon, Button, Group, Modal, Popover, TextInput, Tooltip } from "@mantine/core";
import {
  IconBookmark,
  IconBookmarkPlus,
  IconCheck,
  IconChevronDown,
  IconDeviceFloppy,
  IconPencil,
  IconStar,
  IconStarFilled,
  IconTrash,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import { Confirm } from "@/ui/page";
import { useViews, type View, viewFilters, viewsQuery } from "./api";
import { keepFirst, readFirst } from "./kept";
import { filtersOf, isView, type ManageSearch, searchOfView } from "./search";
import { useManageSearch } from "./useSearch";
import c from "./views.module.css";

/** What everybody asks for. */
const READY: readonly (readonly [string, ManageSearch])[] = [
  ["all", {}],
  ["mine", { owner: ["me"], status: ["open"] }],
  ["unassigned", { owner: ["none"], status: ["open"] }],
  ["overdue", { due: "overdue" }],
  ["with_me", { shared: "with_me" }],
  ["by_me", { shared: "by_me" }],
];
const isReady = (search: ManageSearch, ready: ManageSearch): boolean =>
  isView({ ...filtersOf(search) }, { id: "", filters: ready });

type Naming = { view: View | null };

/** The lists that one has kept under a name, and those that everybody asks for. */
export function ViewMenu({ who }: { who: string }) {
  const { t } = useTranslation();
  const { search, change, show } = useManageSearch();
  const [opened, setOpened] = useState(false);
  const [naming, setNaming] = useState<Naming | null>(null);
  const [deleting, setDeleting] = useState<View | null>(null);
  const [first, setFirst] = useState(() => readFirst(who));
  const { data: views } = useQuery(viewsQuery);
  const { save, remove } = useViews();
  const view = views?.find((one) => one.id === search.view);
  const changed = view !== undefined && !isView(search, view);
  const ready = view ? undefined : READY.find(([, filters]) => isReady(search, filters));
  const name = view?.name ?? t(ready ? `manage.view_${ready[0]}` : "manage.view_own");
  const open = (next: ManageSearch) => {
    setOpened(false);
    show(next);
  };
  const makeFirst = (id: string) => {
    const next = first === id ? null : id;
    keepFirst(who, next);
    setFirst(next);
    announce(t(next ? "manage.first_on" : "manage.first_off"));
  };
  return (
    <>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        width={300}
        shadow="md"
        radius="lg"
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <Button
            variant="default"
            size="sm"
            className={c.button}
            aria-label={t("manage.view_is", { name })}
            leftSection={<IconBookmark size={15} stroke={1.8} aria-hidden />}
            rightSection={<IconChevronDown size={14} stroke={2} aria-hidden />}
            onClick={() => setOpened(!opened)}
          >
            <span className={c.name}>{name}</span>
            {changed && <i className={c.changed} title={t("manage.view_changed")} />}
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={c.window} aria-label={t("manage.views")}>
          <ul className={c.list}>
            {READY.map(([key, filters]) => (
              <li key={key} className={c.row}>
                <button
                  type="button"
                  className={c.open}
                  aria-current={ready?.[0] === key || undefined}
                  onClick={() => open(filters)}
                >
                  <span>{t(`manage.view_${key}`)}</span>
                  {ready?.[0] === key && <IconCheck size={15} aria-hidden />}
                </button>
              </li>
            ))}
          </ul>
          {(views?.length ?? 0) > 0 && <h2 className={c.heading}>{t("manage.views")}</h2>}
          <ul className={c.list}>
            {views?.map((one) => (
              <li key={one.id} className={c.row}>
                <button
                  type="button"
                  className={c.open}
                  aria-current={view?.id === one.id || undefined}
                  onClick={() => open(searchOfView(one))}
                >
                  <span dir="auto">{one.name}</span>
                  {view?.id === one.id && <IconCheck size={15} aria-hidden />}
                </button>
                <Act
                  label={t("manage.first_for", { name: one.name })}
                  hint={t("manage.first_hint")}
                  pressed={first === one.id}
                  onClick={() => makeFirst(one.id)}
                >
                  {first === one.id ? <IconStarFilled size={15} /> : <IconStar size={15} stroke={1.7} />}
                </Act>
                <Act
                  label={t("manage.rename", { name: one.name })}
                  onClick={() => {
                    setOpened(false);
                    setNaming({ view: one });
                  }}
                >
                  <IconPencil size={15} stroke={1.7} />
                </Act>
                <Act
                  label={t("board.view_delete", { name: one.name })}
                  onClick={() => {
                    setOpened(false);
                    setDeleting(one);
                  }}
                >
                  <IconTrash size={15} stroke={1.7} />
                </Act>
              </li>
            ))}
          </ul>
          <div className={c.foot}>
            {view && changed && (
              <button
                type="button"
                className={c.open}
                onClick={() =>
                  save.mutate(
                    { name: view.name, filters: viewFilters(search) },
                    {
                      onSuccess: () => {
                        announce(t("common.saved"));
                        setOpened(false);
                      },
                    },
                  )
                }
              >
                <IconDeviceFloppy size={16} stroke={1.7} aria-hidden />
                <span>{t("manage.save_changes", { name: view.name })}</span>
              </button>
            )}
            <button
              type="button"
              className={c.open}
              onClick={() => {
                setOpened(false);
                setNaming({ view: null });
              }}
            >
              <IconBookmarkPlus size={16} stroke={1.7} aria-hidden />
              <span>{t("board.view_save")}</span>
            </button>
          </div>
        </Popover.Dropdown>
      </Popover>
      {naming && (
        <NameDialog
          before={naming.view?.name ?? ""}
          busy={save.isPending}
          onClose={() => setNaming(null)}
          onName={(named) => {
            const { view: old } = naming;
            const kept = old ? { name: named, filters: old.filters as never, instead: old } : null;
            save.mutate(kept ?? { name: named, filters: viewFilters(search) }, {
              onSuccess: (saved) => {
                if (old && first === old.id) makeFirst(saved.id);
                if (!old || search.view === old.id) change({ view: saved.id }, { replace: true });
                announce(t("common.saved"));
                setNaming(null);
              },
            });
          }}
        />
      )}
      {deleting && (
        <Confirm
          title={t("manage.delete_view")}
          action={t("common.delete")}
          danger
          busy={remove.isPending}
          onClose={() => setDeleting(null)}
          onConfirm={() =>
            remove.mutate(deleting.id, {
              onSuccess: () => {
                if (first === deleting.id) keepFirst(who, null);
                if (search.view === deleting.id) change({ view: undefined }, { replace: true });
              },
              onSettled: () => setDeleting(null),
            })
          }
        >
          <p>{t("manage.delete_view_hint", { name: deleting.name })}</p>
        </Confirm>
      )}
    </>
  );
}

function Act({
  label,
  hint,
  pressed,
  onClick,
  children,
}: {
  label: string;
  hint?: string;
  pressed?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}) {
  return (
    <Tooltip label={hint ?? label}>
      <ActionIcon
        variant="subtle"
        color={pressed ? "iris" : "gray"}
        size={28}
        aria-label={label}
        aria-pressed={pressed}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function NameDialog({
  before,
  busy,
  onName,
  onClose,
}: {
  before: string;
  busy: boolean;
  onName: (name: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(before);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (name.trim()) onName(name.trim());
  };
  return (
    <Modal
      opened
      onClose={onClose}
      radius="lg"
      title={before ? t("manage.rename", { name: before }) : t("board.view_save")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form onSubmit={submit}>
        <TextInput
          label={t("board.view_name")}
          description={before ? undefined : t("manage.view_keeps")}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          maxLength={200}
          data-autofocus
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={busy}>
            {t("common.save")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
