namespace AsyncCSharp.Reading;

/// <summary>What came of looking for input.</summary>
internal enum InputState
{
    /// <summary>There is nothing yet.</summary>
    Nothing,

    /// <summary>Something was taken.</summary>
    Some,

    /// <summary>Nothing more will come.</summary>
    End,
}
