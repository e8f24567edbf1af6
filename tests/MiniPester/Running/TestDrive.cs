using System.Management.Automation;

namespace MiniPester.Running;

/// <summary>A folder for the files of a spec: <c>$TestDrive</c> and <c>TestDrive:</c>.</summary>
internal sealed class TestDrive : IDisposable
{
    private const string Name = "TestDrive";

    private readonly SessionState _sessionState;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("minipester-");

    public TestDrive(SessionState sessionState)
    {
        _sessionState = sessionState;
        ProviderInfo provider = sessionState.Provider.GetOne("FileSystem");
        sessionState.Drive.New(new PSDriveInfo(Name, provider, _folder.FullName, "", null), "global");
        sessionState.PSVariable.Set(Name, _folder.FullName);
    }

    /// <summary>Gives what is in the folder now.</summary>
    public IReadOnlySet<string> Snapshot() =>
        Directory.EnumerateFileSystemEntries(_folder.FullName, "*", SearchOption.AllDirectories).ToHashSet();

    /// <summary>Removes what a block has left behind, but not what the blocks around it had made.</summary>
    public void RestoreTo(IReadOnlySet<string> snapshot)
    {
        // Innermost first, so that a folder is empty when its turn comes.
        foreach (string entry in Snapshot().Except(snapshot).OrderByDescending(path => path.Length))
        {
            Delete(entry);
        }
    }

    public void Dispose()
    {
        _sessionState.Drive.Remove(Name, force: true, "global");
        RestoreTo(new HashSet<string>());
        Delete(_folder.FullName);
    }

    private static void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A loaded assembly stays locked on Windows; the operating system clears its temporary folder.
        }
    }
}
