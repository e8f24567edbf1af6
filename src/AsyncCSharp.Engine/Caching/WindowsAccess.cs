namespace AsyncCSharp.Engine.Caching;

/// <summary>Who may do what with a file or folder of Windows, as far as trust in the cache is concerned. Plain data: Windows itself is not asked.</summary>
/// <param name="User">The identifier (SID) of the user that the process acts as.</param>
/// <param name="Owner">The identifier of the owner; null where there is none.</param>
/// <param name="Rules">The access list, with what is inherited.</param>
internal sealed record WindowsAccess(string User, string? Owner, IReadOnlyList<WindowsAccessRule> Rules)
{
    /// <summary>The operating system itself.</summary>
    public const string System = "S-1-5-18";

    /// <summary>The administrators of the machine, who own what a process of theirs makes with elevated rights.</summary>
    public const string Administrators = "S-1-5-32-544";

    private const string CreatorOwner = "S-1-3-0";
    private const string OwnerRights = "S-1-3-4";
    private const string TrustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";

    // Writing and appending, deleting (so that something else can take the place), changing the list and the owner, and what stands for all
    // of these: GENERIC_ALL and GENERIC_WRITE.
    private const int WriteRights = 0x2 | 0x4 | 0x40 | 0x1_0000 | 0x4_0000 | 0x8_0000 | 0x1000_0000 | 0x4000_0000;

    /// <summary>Whether it belongs to the user, or to who may do anything on the machine anyway.</summary>
    public bool IsOwned => Owner is not null && (Owner == User || Owner is System or Administrators);

    /// <summary>
    /// Whether anybody else may write to it. What the list denies is left out of account: only a list that allows nothing is trusted. A rule
    /// of a folder that only what is in it inherits counts as the folder's own.
    /// </summary>
    public bool OthersCanWrite => Rules.Any(r => r.IsAllowed && (r.Rights & WriteRights) != 0 && !IsTrusted(r.Identity));

    // The last two stand for whoever owns a file: that is asked by itself.
    private bool IsTrusted(string identity) => identity == User || identity is System or Administrators or TrustedInstaller or CreatorOwner or OwnerRights;
}
