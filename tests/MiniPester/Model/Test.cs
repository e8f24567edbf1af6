using System.Management.Automation;

namespace MiniPester.Model;

/// <summary>An It, or one case of an It with -ForEach.</summary>
internal sealed class Test(Block parent, string name, ScriptBlock body, TestData data, bool skip)
    : Node(parent, name, body, data, skip);
