// A page with JupyterLab's own notebook in it, and nothing else of JupyterLab. The address says where the server is, and which notebook is opened.
import '@jupyterlab/application/style/index.js';
import '@jupyterlab/codemirror/style/index.js';
import '@jupyterlab/completer/style/index.js';
import '@jupyterlab/notebook/style/index.js';
import '@jupyterlab/theme-light-extension/style/theme.css';

import { CodeMirrorEditorFactory, CodeMirrorMimeTypeService, EditorExtensionRegistry, EditorLanguageRegistry, EditorThemeRegistry, ybinding } from '@jupyterlab/codemirror';
import { PageConfig } from '@jupyterlab/coreutils';
import { DocumentManager } from '@jupyterlab/docmanager';
import { DocumentRegistry } from '@jupyterlab/docregistry';
import { createMarkdownParser } from '@jupyterlab/markedparser-extension';
import { MathJaxTypesetter } from '@jupyterlab/mathjax-extension';
import { NotebookActions, NotebookModelFactory, NotebookPanel, NotebookWidgetFactory } from '@jupyterlab/notebook';
import { RenderMimeRegistry, standardRendererFactories } from '@jupyterlab/rendermime';
import { ServerConnection, ServiceManager } from '@jupyterlab/services';
import { Widget } from '@lumino/widgets';

const asked = new URLSearchParams(location.search);
for (const name of ['baseUrl', 'wsUrl', 'token']) {
  PageConfig.setOption(name, asked.get(name));
}

const languages = new EditorLanguageRegistry();
for (const language of EditorLanguageRegistry.getDefaultLanguages()) {
  languages.addLanguage(language);
}

function editorExtensions() {
  const themes = new EditorThemeRegistry();
  EditorThemeRegistry.getDefaultThemes().forEach(theme => themes.addTheme(theme));
  const registry = new EditorExtensionRegistry();
  EditorExtensionRegistry.getDefaultExtensions({ themes }).forEach(extension => registry.addExtension(extension));
  registry.addExtension({
    name: 'shared-model-binding',
    factory: ({ model }) =>
      EditorExtensionRegistry.createImmutableExtension(ybinding({ ytext: model.sharedModel.ysource, undoManager: model.sharedModel.undoManager ?? undefined }))
  });
  return registry;
}

const manager = new ServiceManager({ serverSettings: ServerConnection.makeSettings({ appendToken: true }) });
// Not for its user: the server of Debian has none.
await Promise.all([manager.kernelspecs.ready, manager.sessions.ready]);
const rendermime = new RenderMimeRegistry({
  initialFactories: standardRendererFactories,
  latexTypesetter: new MathJaxTypesetter(),
  markdownParser: createMarkdownParser(languages)
});
const registry = new DocumentRegistry();
registry.addModelFactory(new NotebookModelFactory({}));
registry.addWidgetFactory(new NotebookWidgetFactory({
  name: 'Notebook', modelName: 'notebook', fileTypes: ['notebook'], defaultFor: ['notebook'], preferKernel: true, canStartKernel: true, rendermime,
  contentFactory: new NotebookPanel.ContentFactory({ editorFactory: new CodeMirrorEditorFactory({ extensions: editorExtensions(), languages }).newInlineEditor }),
  mimeTypeService: new CodeMirrorMimeTypeService(languages)
}));
const opener = { open: () => undefined, get opened() { return { connect: () => false, disconnect: () => false }; } };
const panel = new DocumentManager({ registry, manager, opener }).open(asked.get('notebook'));
panel.node.style.height = '100vh';
Widget.attach(panel, document.body);
window.addEventListener('resize', () => panel.update());

// For who drives the page.
window.ready = panel.context.ready.then(() => panel.sessionContext.ready).then(() => true);
window.runAll = () => NotebookActions.runAll(panel.content, panel.sessionContext);
window.end = () => panel.sessionContext.shutdown();
