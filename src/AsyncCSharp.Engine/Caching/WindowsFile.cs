using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace AsyncCSharp.Engine.Caching;

/// <summary>What Windows says of the owner and the access list of a file or folder.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsFile
{
    /// <summary>Asks.</summary>
    public static WindowsAccess Read(FileSystemInfo info)
    {
        const AccessControlSections Sections = AccessControlSections.Owner | AccessControlSections.Access;
        FileSystemSecurity security = info is DirectoryInfo folder ? folder.GetAccessControl(Sections) : ((FileInfo)info).GetAccessControl(Sections);
        return new WindowsAccess(
            User.Value,
            security.GetOwner(typeof(SecurityIdentifier))?.Value,
            [
                .. security.GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>()
                    .Select(r => new WindowsAccessRule(r.IdentityReference.Value, r.AccessControlType == AccessControlType.Allow, (int)r.FileSystemRights)),
            ]);
    }

    /// <summary>Makes a folder for the user only, whatever the folder around it lets others do.</summary>
    public static DirectoryInfo CreateFolder(string path)
    {
        DirectorySecurity security = new();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (SecurityIdentifier identity in (SecurityIdentifier[])[User, new(WindowsAccess.System), new(WindowsAccess.Administrators)])
        {
            security.AddAccessRule(new FileSystemAccessRule(
                identity, FileSystemRights.FullControl, InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit, PropagationFlags.None, AccessControlType.Allow));
        }

        return security.CreateDirectory(path);
    }

    private static SecurityIdentifier User
    {
        get
        {
            using WindowsIdentity identity = WindowsIdentity.GetCurrent();
            return identity.User ?? throw new UnauthorizedAccessException();
        }
    }
}
