namespace AsyncCSharp.Engine.Wire;

/// <summary>What a compiler is told before a question that mentions it. The numbers are on the wire.</summary>
internal enum WireDefinition : byte
{
    /// <summary>Nothing more: the question follows.</summary>
    End = 0,

    /// <summary>An assembly that a session refers to.</summary>
    Reference = 1,

    /// <summary>A library of types that stand beside a cell.</summary>
    Library = 2,

    /// <summary>What cells are compiled with.</summary>
    Scope = 3,

    /// <summary>A submission, by its text.</summary>
    Text = 4,

    /// <summary>A submission without the names of a call's variables.</summary>
    Hiding = 5,
}
