import { Radio } from "@mantine/core";
import { IconEye, IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Access } from "./shapes";
import c from "./sharing.module.css";

/** To view, or to view and modify: each says what it opens. */
export function AccessChoice({ value, onChange }: { value: Access; onChange: (value: Access) => void }) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t("share.access")}
      value={value}
      onChange={(v) => onChange(v === "modify" ? "modify" : "view")}
    >
      <div className={c.access}>
        {(["view", "modify"] as const).map((one) => (
          <Radio.Card key={one} value={one} className={c.accessCard}>
            <span className={c.accessIcon}>
              {one === "view" ? (
                <IconEye size={17} stroke={1.7} aria-hidden />
              ) : (
                <IconPencil size={17} stroke={1.7} aria-hidden />
              )}
            </span>
            <span className={c.accessText}>
              <b>{t(`share.access_${one}`)}</b>
              <small>{t(`share.access_${one}_hint`)}</small>
            </span>
            <Radio.Indicator />
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
