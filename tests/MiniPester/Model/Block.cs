using System.Management.Automation;

namespace MiniPester.Model;

/// <summary>A Describe or Context, or the spec file itself.</summary>
internal sealed class Block(Block? parent, string name, ScriptBlock body, TestData data, bool skip)
    : Node(parent, name, body, data, skip)
{
    private readonly Dictionary<HookKind, List<ScriptBlock>> _hooks = [];

    public List<Node> Children { get; } = [];

    /// <summary>Gets the tests in this block and the blocks in it, in the order in which they run.</summary>
    public IEnumerable<Test> Tests =>
        Children.SelectMany(child => child is Block block ? block.Tests : [(Test)child]);

    public void AddHook(HookKind kind, ScriptBlock script)
    {
        if (!_hooks.TryGetValue(kind, out List<ScriptBlock>? scripts))
        {
            _hooks[kind] = scripts = [];
        }

        scripts.Add(script);
    }

    public IEnumerable<ScriptBlock> Hooks(HookKind kind) => _hooks.GetValueOrDefault(kind) ?? [];

    /// <summary>Gives the blocks from the root to this one.</summary>
    public IEnumerable<Block> Lineage() => Parent is null ? [this] : Parent.Lineage().Append(this);
}
