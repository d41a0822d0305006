import { Compass } from "lucide-react";
import { Link } from "wouter";
import { buttonClass } from "../parts/button.tsx";
import { Page } from "../parts/page.tsx";
import { Empty } from "../parts/states.tsx";

/** An address that leads to no page. */
export function NowherePage() {
  return (
    <Page title="Not found" heading="There is nothing at this address">
      <Empty
        icon={<Compass size={28} aria-hidden />}
        title="The page may have moved, or its worklet was deleted."
        action={
          <Link href="/" className={buttonClass("primary")}>
            All applications
          </Link>
        }
      />
    </Page>
  );
}
