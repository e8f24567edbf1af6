namespace AsyncCSharp.Engine.Caching;

/// <summary>A rule of the access list of a file or folder of Windows.</summary>
/// <param name="Identity">The identifier (SID) of the user or group that it is about.</param>
/// <param name="IsAllowed">Whether the rule allows; it denies otherwise.</param>
/// <param name="Rights">The rights as Windows has them in an access mask.</param>
internal readonly record struct WindowsAccessRule(string Identity, bool IsAllowed, int Rights);
