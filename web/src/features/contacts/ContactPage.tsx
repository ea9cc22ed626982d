import { ActionIcon, Button, Menu, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconDots, IconEraser, IconLayoutKanban, IconPencil, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/me";
import type { Opportunity } from "@/lib/types";
import { OpportunityList } from "@/opportunity/OpportunityList";
import { sumsOf } from "@/opportunity/sums";
import { EmptyState, PageHead, PersonAvatar } from "@/ui/bits";
import { Columns, Facts, Failed, factLink, PageBody, Panel, RowsSkeleton } from "@/ui/page";
import { readablePhone } from "@/ui/phone";
import { PHONE } from "@/ui/screen";
import { useShortcuts } from "@/ui/shortcuts";
import { useFormats } from "@/ui/useFormats";
import { type Contact, contactQuery, opportunitiesQuery } from "./api";
import c from "./contact.module.css";
import { EraseDialog } from "./EraseDialog";
import { NewOpportunity } from "./NewOpportunity";
import { ProfileForm } from "./ProfileForm";

const route = getRouteApi("/shell/contacts/$id");

function Profile({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const { calendarDate } = useFormats();
  const [editing, setEditing] = useState(false);
  useShortcuts({ e: contact.may.edit && !editing ? () => setEditing(true) : undefined });
  return (
    <Panel
      title={t("contacts.profile")}
      actions={
        contact.may.edit &&
        !editing && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={t("contacts.edit")}
            onClick={() => setEditing(true)}
          >
            <IconPencil size={16} stroke={1.7} />
          </ActionIcon>
        )
      }
    >
      {editing ? (
        <ProfileForm contact={contact} onDone={() => setEditing(false)} />
      ) : (
        <Facts
          rows={[
            [t("contacts.name"), contact.name],
            ...(contact.other_names.length > 0
              ? [[t("contacts.other_names"), contact.other_names.join(", ")] as const]
              : []),
            [
              t("contacts.email"),
              contact.email && (
                <a className={factLink} href={`mailto:${contact.email}`}>
                  {contact.email}
                </a>
              ),
            ],
            [
              t("contacts.phone"),
              contact.phone && (
                <a className={factLink} href={`tel:${contact.phone}`}>
                  {readablePhone(contact.phone)}
                </a>
              ),
            ],
            [
              t("contacts.account"),
              contact.account && (
                <Link className={factLink} to="/accounts/$id" params={{ id: contact.account.id }}>
                  {contact.account.name}
                </Link>
              ),
            ],
            [t("contacts.since"), calendarDate(contact.created_at)],
          ]}
        />
      )}
    </Panel>
  );
}

function Opportunities({ contact, onNew }: { contact: Contact; onNew: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { sums } = useFormats();
  const query = useInfiniteQuery(opportunitiesQuery(contact.id));
  const found = (query.data?.pages.flatMap((page) => page.items) ?? []) as Opportunity[];
  const open = sums(sumsOf(found.filter((o) => o.status === "open" && !o.excluded)));
  const note = query.hasNextPage || !open ? undefined : t("contacts.open_sum", { sum: open });
  return (
    <Panel title={t("contacts.opportunities")} note={note} bare>
      {query.isPending ? (
        <div style={{ padding: "0 16px 12px" }}>
          <RowsSkeleton rows={3} />
        </div>
      ) : query.isError ? (
        <Failed title={t("contacts.opportunities_failed")} error={query.error} retry={query.refetch} />
      ) : found.length === 0 ? (
        <EmptyState
          icon={<IconLayoutKanban size={22} aria-hidden />}
          title={t("contacts.no_opportunities")}
          action={
            onNew && (
              <Button variant="light" onClick={onNew}>
                {t("board.new")}
              </Button>
            )
          }
        >
          {t("contacts.no_opportunities_hint")}
        </EmptyState>
      ) : (
        <OpportunityList
          opportunities={found}
          onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
        />
      )}
    </Panel>
  );
}

/** One person: who they are, and everything one does with them. */
export function ContactPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const navigate = route.useNavigate();
  const me = useMe();
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const query = useQuery(contactQuery(id));
  const [dialog, setDialog] = useState<"erase" | "new" | null>(null);
  const mayAdd = !!me?.may.create && me.teams.length > 0;
  const onNew = mayAdd ? () => setDialog("new") : undefined;
  useShortcuts({ n: onNew });
  if (query.isError)
    return <Failed title={t("contacts.failed_one")} error={query.error} retry={query.refetch} />;
  const contact = query.data;
  if (!contact)
    return (
      <>
        <PageHead title={<Skeleton width={220} height={28} />} />
        <PageBody>
          <Columns>
            <Skeleton height={260} radius={14} />
            <Skeleton height={320} radius={14} />
          </Columns>
        </PageBody>
      </>
    );
  return (
    <>
      <PageHead
        title={
          <span className={c.head}>
            <PersonAvatar person={contact} size={40} />
            <span>
              <span dir="auto">{contact.name}</span>
              <small>
                {contact.account
                  ? contact.account.name
                  : t("contacts.count", { count: contact.opportunities })}
              </small>
            </span>
          </span>
        }
      >
        {onNew && (
          <Button leftSection={<IconPlus size={16} stroke={2} aria-hidden />} onClick={onNew}>
            {t(phone ? "board.new_short" : "board.new")}
          </Button>
        )}
        {contact.may.delete && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label={t("contacts.actions")}>
                <IconDots size={18} stroke={1.7} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                color="red"
                leftSection={<IconEraser size={16} stroke={1.7} aria-hidden />}
                onClick={() => setDialog("erase")}
              >
                {t("contacts.erase")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </PageHead>
      <PageBody>
        <Columns>
          <Profile key={contact.id} contact={contact} />
          <Opportunities contact={contact} onNew={onNew} />
        </Columns>
      </PageBody>
      {dialog === "erase" && (
        <EraseDialog
          contact={contact}
          onClose={() => setDialog(null)}
          onErased={() => void navigate({ to: "/contacts", replace: true })}
        />
      )}
      {dialog === "new" && me && (
        <NewOpportunity
          me={me}
          contact={contact}
          onClose={() => setDialog(null)}
          onMade={(opp) => {
            setDialog(null);
            void navigate({ to: ".", search: (s: object) => ({ ...s, opp }) as never });
          }}
        />
      )}
    </>
  );
}
