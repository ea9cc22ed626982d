import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import { Refused } from "@/ui/forms";
import { Confirm } from "@/ui/page";
import { type Contact, useEraseContact } from "./api";
import c from "./contact.module.css";

/** Erasing has no way back, so it says what goes and what stays (B14). */
export function EraseDialog({
  contact,
  onClose,
  onErased,
}: {
  contact: Contact;
  onClose: () => void;
  onErased: () => void;
}) {
  const { t } = useTranslation();
  const erase = useEraseContact(contact.id, () => {
    announce(t("contacts.erased"));
    onErased();
  });
  return (
    <Confirm
      title={t("contacts.erase_title", { name: contact.name })}
      action={t("contacts.erase_do")}
      danger
      busy={erase.isPending}
      onConfirm={() => erase.mutate()}
      onClose={onClose}
    >
      <Refused error={erase.error} mb="sm" />
      <p className={c.confirmLabel}>{t("contacts.erase_goes")}</p>
      <ul className={c.list}>
        <li>{t("contacts.erase_goes_data")}</li>
        <li>{t("contacts.erase_goes_link")}</li>
      </ul>
      <p className={c.confirmLabel}>{t("contacts.erase_stays")}</p>
      <ul className={c.list}>
        <li>{t("contacts.erase_stays_opportunities", { count: contact.opportunities })}</li>
        <li>{t("contacts.erase_stays_number")}</li>
      </ul>
    </Confirm>
  );
}
