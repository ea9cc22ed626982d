import { Button, Modal, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { type ApiError, api, isApiError, unwrap } from "@/lib/client";
import { keys } from "@/lib/keys";
import type { Attribute, Card, Opportunity, Schemas, Stage } from "@/lib/types";
import { announce } from "@/ui/announce";
import { useProblem } from "@/ui/useProblem";
import { type Before, movesQuery, rollBack, settle } from "./api";
import { changeBoards, findCard, withCard } from "./boards";
import { lookAgain } from "./gone";

const MoveForm = lazy(() => import("./MoveForm"));

export type Target = { step?: string; stage?: string; transition?: string };
export type MoveRequest = {
  id: string;
  /** How the opportunity is called in what is said about the move. */
  name: string;
  revision?: number;
  to: Target;
  /** Where the board shows it while the server decides. */
  stage?: Stage;
};
export type Asked = { request: MoveRequest; missing: Attribute[]; reasons: string[]; error: ApiError };
export type Typed = Pick<Schemas["MoveIn"], "attributes" | "reason">;
/** What says that there is another choice now; what was typed waits for it (W14). */
export const OVERTAKEN = new Set(["transition_gone", "conflict", "no_transition", "unknown_step"]);
type Choice = { request: MoveRequest; choices: ApiError["choices"] };
export type Moving = (request: MoveRequest) => void;

/** What is not lent any more is read anew: it is gone. */
function renewAfterEnd(queries: QueryClient, id: string): void {
  void lookAgain(queries, id);
  void queries.invalidateQueries({ queryKey: keys.boards });
}

const Context = createContext<Moving>(() => undefined);

/** Moves an opportunity, from wherever it shows: by drag, menu, stage list or palette. */
export const useMove = (): Moving => useContext(Context);

export const UNDO_FOR = 8000;
/** Over a dialog from which a move was asked for. */
export const ABOVE = 250;

/**
 * One way to move for the whole page. What is refused is taken back with its reason; a move that lacks fields opens the
 * form with just those (W6), one that is ambiguous asks which (W5), and one that came too late shows the card as it is
 * now (B9).
 */
export function MovingProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { t } = useTranslation();
  const problem = useProblem();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [choice, setChoice] = useState<Choice | null>(null);
  const running = useRef(new Set<string>());

  const send = useCallback(
    async (request: MoveRequest, more: Typed = {}) =>
      unwrap(
        await api.POST("/api/v1/opportunities/{opportunity_id}/move", {
          params: { path: { opportunity_id: request.id } },
          body: { ...request.to, revision: request.revision, ...more },
        }),
      ) as Opportunity,
    [],
  );

  /** Puts the card where it is going; gives back where it was. */
  const place = useCallback(
    (request: MoveRequest): Before => {
      const opportunity = queries.getQueryData<Opportunity>(keys.opportunity(request.id));
      const stage = request.stage;
      const boards = changeBoards(queries, (board) => {
        const found = findCard(board, request.id);
        const column = board.columns.find((c) => c.stage.id === stage?.id);
        if (!found || !column || found.column === column) return board;
        const card: Card = { ...found.card, step: request.to.step ?? column.steps[0]?.id ?? found.card.step };
        return withCard(board, card, column.stage.id);
      });
      if (opportunity && stage && stage.id !== opportunity.stage.id)
        queries.setQueryData<Opportunity>(keys.opportunity(request.id), {
          ...opportunity,
          stage,
          status: stage.status,
        });
      return { opportunity, boards };
    },
    [queries],
  );

  const arrived = useCallback(
    async (o: Opportunity, request: MoveRequest, from: string | undefined, move: Moving) => {
      settle(queries, o);
      const text = t("move.moved", { name: request.name, stage: o.stage.name });
      announce(text);
      if (!from || from === o.step.id) return;
      const moves = await queries.fetchQuery({ ...movesQuery(o.id), staleTime: 0 }).catch(() => undefined);
      const back = moves?.moves.find((m) => m.step.id === from && m.allowed);
      const id = `moved-${o.id}`;
      const undo = () => {
        notifications.hide(id);
        move({ id: o.id, name: request.name, revision: o.revision, to: { step: from }, stage: back?.stage });
      };
      notifications.hide(id);
      notifications.show({
        id,
        color: "green",
        message: (
          <span style={{ display: "flex", alignItems: "center", gap: 12 }}>
            <span style={{ flex: 1 }}>{text}</span>
            {back && (
              <Button size="compact-sm" variant="light" onClick={undo}>
                {t("common.undo")}
              </Button>
            )}
          </span>
        ),
        autoClose: back ? UNDO_FOR : 3500,
        closeButtonProps: { "aria-label": t("common.close") },
      });
    },
    [queries, t],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `problem` and `meanwhile` follow `t`
  const move = useCallback<Moving>(
    async (request) => {
      if (running.current.has(request.id)) return;
      running.current.add(request.id);
      await queries.cancelQueries({ queryKey: keys.boards });
      const before = place(request);
      const from =
        before.opportunity?.step.id ??
        before.boards.flatMap(([, b]) => (b ? [findCard(b, request.id)?.card.step] : [])).find(Boolean);
      try {
        await arrived(await send(request), request, from, move);
      } catch (error) {
        rollBack(queries, request.id, before);
        if (isApiError(error, "incomplete") || isApiError(error, "transition_gone"))
          setAsked({ request, missing: error.missing, reasons: error.reasonOptions, error });
        else if (isApiError(error, "several_transitions")) setChoice({ request, choices: error.choices });
        else {
          const message = isApiError(error) && error.current ? meanwhile(error.current) : problem(error);
          if (isApiError(error) && error.current) settle(queries, error.current);
          if (isApiError(error, "share_ended")) renewAfterEnd(queries, request.id);
          announce(t("move.refused", { name: request.name, reason: message }));
          notifications.show({ color: "red", title: t("move.not_moved", { name: request.name }), message });
        }
      } finally {
        running.current.delete(request.id);
      }
    },
    [queries, place, send, arrived, t],
  );
  const meanwhile = (o: Opportunity) =>
    t("move.meanwhile", { stage: o.stage.name, owner: o.owner?.name ?? t("common.unassigned") });

  const submit = async (request: MoveRequest, values: Typed) => {
    const from = queries.getQueryData<Opportunity>(keys.opportunity(request.id))?.step.id;
    try {
      const o = await send(request, values);
      setAsked(null);
      await arrived(o, request, from, move);
    } catch (error) {
      if (isApiError(error) && error.current) settle(queries, error.current);
      if (isApiError(error, "share_ended")) renewAfterEnd(queries, request.id);
      throw error;
    }
  };
  const value = useMemo(() => move, [move]);

  return (
    <Context.Provider value={value}>
      {children}
      <Suspense>
        {asked && (
          <MoveForm
            asked={asked}
            onClose={() => setAsked(null)}
            onSubmit={(values, request) => submit(request, values)}
          />
        )}
      </Suspense>
      <Modal
        opened={choice !== null}
        onClose={() => setChoice(null)}
        title={t("move.which")}
        radius="lg"
        zIndex={ABOVE}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <Stack gap="xs">
          {choice?.choices.map((c) => (
            <Button
              key={c.id}
              variant="default"
              justify="flex-start"
              onClick={() => {
                const request = choice.request;
                setChoice(null);
                move({ ...request, to: { transition: c.id } });
              }}
            >
              {c.name}
              {typeof c.step === "object" && c.step.name !== c.name ? ` → ${c.step.name}` : ""}
            </Button>
          ))}
        </Stack>
      </Modal>
    </Context.Provider>
  );
}
