import { ActionIcon, Button, Group, Indicator, Menu, Modal, TextInput, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconAdjustmentsHorizontal,
  IconBookmark,
  IconBookmarkPlus,
  IconCheck,
  IconDownload,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Ref, Schemas } from "@/lib/types";
import { PersonAvatar } from "@/ui/bits";
import { useProblem } from "@/ui/useProblem";
import c from "./board.module.css";
import { queryOf, useBoardSearch } from "./filters";
import { boardSearch } from "./search";

const EXCLUDED = [undefined, "without", "only"] as const;

/** What is asked for less often: statistics filter, saved views, export; on a phone the owners too. */
export function MoreMenu({ team, phone, people }: { team: string; phone: boolean; people: readonly Ref[] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const problem = useProblem();
  const { search, filters, change } = useBoardSearch();
  const [opened, setOpened] = useState(false);
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState("");
  const viewsKey = [...keys.views, team];
  const { data: views } = useQuery({
    queryKey: viewsKey,
    queryFn: async ({ signal }) =>
      unwrap(await api.GET("/api/v1/views", { params: { query: { team } }, signal })),
    enabled: opened,
  });
  const onError = (e: Error) =>
    notifications.show({ color: "red", title: t("common.not_saved"), message: problem(e) });
  const onSuccess = () => queries.invalidateQueries({ queryKey: viewsKey });
  const save = useMutation({
    mutationFn: async () => unwrap(await api.POST("/api/v1/views", { body: { team, name, filters } })),
    onSuccess: () => {
      setNaming(false);
      setName("");
      return onSuccess();
    },
    onError,
  });
  const remove = useMutation({
    mutationFn: async (view_id: string) =>
      unwrap(await api.DELETE("/api/v1/views/{view_id}", { params: { path: { view_id } } })),
    onSuccess,
    onError,
  });
  const show = (view: Schemas["ViewOut"]) => {
    const none = {
      owner: undefined,
      q: undefined,
      due: undefined,
      excluded: undefined,
      closed: undefined,
      field: undefined,
    };
    change({ ...none, ...boardSearch(view.filters), team });
  };
  const address = `/api/v1/board/export.csv?${new URLSearchParams([["team", team], ...queryOf(filters)])}`;
  const on = search.excluded !== undefined || (phone && search.owner !== undefined);

  return (
    <>
      <Menu position="bottom-end" width={260} opened={opened} onChange={setOpened}>
        <Menu.Target>
          <Tooltip label={t("board.more")}>
            <Indicator disabled={!on} size={8} offset={5} color="iris.6">
              <ActionIcon variant="default" size={36} aria-label={t("board.more")} className={c.moreBtn}>
                <IconAdjustmentsHorizontal size={17} stroke={1.7} />
              </ActionIcon>
            </Indicator>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown mah="70dvh" style={{ overflow: "auto" }}>
          {phone && (
            <>
              <Menu.Label>{t("board.owner_filter")}</Menu.Label>
              {[null, ...people].map((p) => (
                <Menu.Item
                  key={p?.id ?? "none"}
                  leftSection={<PersonAvatar person={p} size={20} />}
                  rightSection={
                    search.owner === (p?.id ?? "none") && (
                      <IconCheck size={14} aria-label={t("common.current")} />
                    )
                  }
                  onClick={() =>
                    change({ owner: search.owner === (p?.id ?? "none") ? undefined : (p?.id ?? "none") })
                  }
                >
                  {p?.name ?? t("common.unassigned")}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={() => change({ closed: search.closed === "all" ? undefined : "all" })}>
                {search.closed === "all" ? t("board.closed_all") : t("board.closed_90")}
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          <Menu.Label>{t("board.excluded")}</Menu.Label>
          {EXCLUDED.map((value) => (
            <Menu.Item
              key={value ?? "all"}
              leftSection={
                search.excluded === value ? (
                  <IconCheck size={15} aria-label={t("common.current")} />
                ) : (
                  <span style={{ width: 15 }} />
                )
              }
              onClick={() => change({ excluded: value })}
            >
              {t(`board.excluded_${value ?? "all"}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t("board.views")}</Menu.Label>
          {views?.items.map((view) => (
            <Menu.Item
              key={view.id}
              leftSection={<IconBookmark size={16} stroke={1.7} aria-hidden />}
              rightSection={
                <ActionIcon
                  component="span"
                  role="button"
                  tabIndex={-1}
                  variant="subtle"
                  color="gray"
                  size={24}
                  aria-label={t("board.view_delete", { name: view.name })}
                  onClick={(e) => {
                    e.stopPropagation();
                    remove.mutate(view.id);
                  }}
                >
                  <IconTrash size={14} />
                </ActionIcon>
              }
              onKeyDown={(e) => e.key === "Delete" && remove.mutate(view.id)}
              onClick={() => show(view)}
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Item
            leftSection={<IconBookmarkPlus size={16} stroke={1.7} aria-hidden />}
            onClick={() => setNaming(true)}
          >
            {t("board.view_save")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            component="a"
            href={address}
            download
            leftSection={<IconDownload size={16} stroke={1.7} aria-hidden />}
          >
            {t("board.export")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={naming}
        onClose={() => setNaming(false)}
        title={t("board.view_save")}
        radius="lg"
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <form
          onSubmit={(e) => {
            e.preventDefault();
            if (name.trim()) save.mutate();
          }}
        >
          <TextInput
            label={t("board.view_name")}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={() => setNaming(false)}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("common.save")}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
