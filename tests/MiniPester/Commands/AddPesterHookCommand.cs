using System.Management.Automation;
using MiniPester.Model;
using MiniPester.Running;

namespace MiniPester.Commands;

/// <summary>BeforeAll, BeforeEach, AfterEach and AfterAll: the name it is called by tells which.</summary>
[Cmdlet(VerbsCommon.Add, "PesterHook")]
[Alias("BeforeAll", "BeforeEach", "AfterEach", "AfterAll")]
public sealed class AddPesterHookCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock Scriptblock { get; set; } = null!;

    protected override void EndProcessing()
    {
        SpecFile file = SpecFile.UnderDiscovery
            ?? throw new InvalidOperationException($"{MyInvocation.InvocationName} belongs into a spec file, outside of It and the hooks.");
        string name = MyInvocation.InvocationName.Split('\\')[^1];
        file.Current.AddHook(Enum.Parse<HookKind>(name, ignoreCase: true), Scriptblock);
    }
}
