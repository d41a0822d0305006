import { useQuery, useQueryClient } from "@tanstack/react-query";
import { BookOpen, CircleUser, Keyboard, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { meQuery } from "../api/queries.ts";
import { request } from "../api/request.ts";
import { IconButton } from "../parts/button.tsx";
import { Menu } from "../parts/menu.tsx";
import { setTheme, type Theme, useTheme } from "../parts/theme.ts";
import { useNotify } from "../parts/toast.tsx";
import { openKeyHelp } from "./global-keys.tsx";

const themes: Record<Theme, { label: string; icon: React.ReactNode }> = {
  system: { label: "Theme of the system", icon: <Monitor size={14} /> },
  light: { label: "Light theme", icon: <Sun size={14} /> },
  dark: { label: "Dark theme", icon: <Moon size={14} /> },
};

/** Who is signed in, the look, help, and the way out. */
export function PersonMenu() {
  const { data: me } = useQuery(meQuery);
  const { theme } = useTheme();
  const { notifyProblem } = useNotify();
  const queries = useQueryClient();
  const signOut = async () => {
    try {
      await request("DELETE", "/session");
      queries.clear();
      location.assign("/console");
    } catch (error) {
      notifyProblem(error);
    }
  };
  const others = (Object.keys(themes) as Theme[]).filter((each) => each !== theme);
  return (
    <Menu
      trigger={
        <IconButton label={me ? `${me.name} (${me.role})` : "Account"} icon={<CircleUser size={18} aria-hidden />} />
      }
      items={[
        ...others.map((each) => ({ ...themes[each], run: () => setTheme(each) })),
        "separator",
        { label: "Keys of the keyboard", icon: <Keyboard size={14} />, keys: "?", run: openKeyHelp },
        { label: "Documentation", icon: <BookOpen size={14} />, run: () => window.open("/docs", "_blank", "noopener") },
        "separator",
        { label: "Sign out", icon: <LogOut size={14} />, run: () => void signOut() },
      ]}
    />
  );
}
