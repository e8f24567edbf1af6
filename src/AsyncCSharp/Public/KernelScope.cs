namespace AsyncCSharp;

/// <summary>For whom a kernel is installed.</summary>
public enum KernelScope
{
    /// <summary>For the user.</summary>
    CurrentUser,

    /// <summary>For everybody who uses the machine.</summary>
    AllUsers,
}
