using System.Management.Automation.Runspaces;

namespace AsyncCSharp.Machines;

/// <summary>What <c>Invoke-CSharpCell -PSSession</c> was asked for.</summary>
/// <param name="Sessions">The machines.</param>
/// <param name="Setup">What each of them has to know.</param>
/// <param name="Retries">Whether what a lost machine had is given to the others.</param>
internal sealed record SpreadRequest(IReadOnlyList<PSSession> Sessions, PartSetup Setup, bool Retries);
