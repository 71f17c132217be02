/* Two versions of a script side by side, or one under the other where there is no room. */
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { looks } from './setup';

interface Options {
  before: string;
  after: string;
  labelBefore: string;
  labelAfter: string;
  narrow: boolean;
}

const COLLAPSE = { margin: 3, minSize: 5 };

export function mountDiff(host: HTMLElement, options: Options): { destroy(): void } {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const reading = (label: string) => [
    looks(label),
    EditorState.readOnly.of(true),
    EditorView.theme({ '&': { height: 'auto' } }),
  ];

  if (options.narrow) {
    const view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: options.after,
        extensions: [
          reading(options.labelAfter),
          EditorView.lineWrapping,
          unifiedMergeView({ original: options.before, mergeControls: false, collapseUnchanged: COLLAPSE }),
        ],
      }),
    });
    return { destroy: () => view.destroy() };
  }

  const view = new MergeView({
    parent: root,
    root,
    a: { doc: options.before, extensions: reading(options.labelBefore) },
    b: { doc: options.after, extensions: reading(options.labelAfter) },
    collapseUnchanged: COLLAPSE,
  });
  return { destroy: () => view.destroy() };
}
