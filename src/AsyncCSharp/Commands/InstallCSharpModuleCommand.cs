using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AsyncCSharp.Loop;
using AsyncCSharp.Machines;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Commands;

/// <summary>Puts this shell's copy of the module on other machines.</summary>
[Cmdlet(VerbsLifecycle.Install, "CSharpModule", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject))]
public sealed class InstallCSharpModuleCommand : CompilingCommand
{
    /// <summary>The sessions of the machines.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public PSSession[] PSSession { get; set; } = [];

    /// <summary>Puts it there also where that version is.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSSession session in PSSession)
        {
            try
            {
                Install(session);
            }
            catch (CellErrorException e)
            {
                WriteError(Placed(e.Record));
            }
        }
    }

    private void Install(PSSession session)
    {
        string home = MyInvocation.MyCommand.Module.ModuleBase;
        PumpWait wait = new(Timeout.InfiniteTimeSpan);
        EndWithCommand(wait);
        ModuleTransfer transfer = new(session, wait);
        RemoteShell shell = transfer.Ask();
        bool isNew = Force || !shell.Versions.Contains(ModuleVersion.Text);
        if (isNew)
        {
            if (!ShouldProcess(session.ComputerName, string.Format(null, Strings.InstallModule, ModuleVersion.Text, shell.Folder)))
            {
                return;
            }

            using ModuleArchive archive = new(home, shell.Platform);
            transfer.Send(archive, shell.Folder, (done, total) => WriteProgress(
                new ProgressRecord(ModuleTransfer.ActivityId, Strings.InstallProgress, session.ComputerName) { PercentComplete = (int)(100 * done / total) }));
            WriteProgress(new ProgressRecord(ModuleTransfer.ActivityId, Strings.InstallProgress, " ") { RecordType = ProgressRecordType.Completed });
        }

        PSObject installed = new();
        installed.Properties.Add(new PSNoteProperty("PSComputerName", session.ComputerName));
        installed.Properties.Add(new PSNoteProperty("Version", ModuleVersion.Text));
        installed.Properties.Add(new PSNoteProperty("IsNew", isNew));
        WriteObject(installed);
    }
}
