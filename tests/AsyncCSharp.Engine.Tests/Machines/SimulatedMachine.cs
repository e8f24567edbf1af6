namespace AsyncCSharp.Engine.Tests.Machines;

/// <summary>A machine of a simulation. Times are in seconds.</summary>
/// <param name="Work">How long it takes for an object.</param>
/// <param name="Limit">How many it works on at a time.</param>
/// <param name="Way">How long a message takes to it, and back.</param>
/// <param name="Death">When it is gone; infinite for one that stays.</param>
public sealed record SimulatedMachine(double Work, int Limit = 4, double Way = 0.002, double Death = double.PositiveInfinity)
{
    /// <summary>How many objects it does in a second.</summary>
    public double Rate => Limit / Work;
}
