using System.Management.Automation;

namespace MiniPester.Model;

/// <summary>What a spec file is made of: a block or a test.</summary>
internal abstract class Node(Block? parent, string name, ScriptBlock body, TestData data, bool skip)
{
    public Block? Parent { get; } = parent;

    public string Name { get; } = NameTemplate.Expand(name, data, parent);

    public ScriptBlock Body { get; } = body;

    public TestData Data { get; } = data;

    /// <summary>Gets a value indicating whether the node, or a block around it, was given -Skip.</summary>
    public bool Skip { get; } = skip || parent is { Skip: true };

    /// <summary>Gets the names from the outermost block to this node; the root has no name.</summary>
    public IEnumerable<string> Path => Parent is null ? [] : Parent.Path.Append(Name);
}
