/* The Lua editor. It lives in a shadow root: its styles are then adopted sheets, so `style-src 'self'` is enough. */
import { setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { looks, writing } from './setup';

export interface Problem {
  line: number;
  column: number | null;
  message: string;
}

export interface Editor {
  text(): string;
  setText(text: string): void;
  show(problems: readonly Problem[]): void;
  goTo(line: number): void;
  destroy(): void;
}

interface Options {
  label: string;
  text: string;
  readOnly?: boolean;
  onchange?: (text: string) => void;
}

export function mountEditor(host: HTMLElement, options: Options): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        looks(options.label),
        writing(),
        EditorState.readOnly.of(options.readOnly ?? false),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onchange?.(update.state.doc.toString());
        }),
      ],
    }),
  });

  const lineAt = (line: number) => view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));

  return {
    text: () => view.state.doc.toString(),
    setText: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    show: (problems) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map(({ line, column, message }) => {
            const at = lineAt(line);
            const from = Math.min(at.from + Math.max((column ?? 1) - 1, 0), at.to);
            return { from: column ? from : at.from, to: at.to, severity: 'error' as const, message };
          }),
        ),
      ),
    goTo: (line) => {
      const at = lineAt(line);
      view.dispatch({
        selection: { anchor: at.from },
        effects: EditorView.scrollIntoView(at.from, { y: 'center' }),
      });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}
