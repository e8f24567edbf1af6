namespace MiniPester.Assertions;

/// <summary>Whether an operator compares with a value.</summary>
internal enum ExpectedUse
{
    None,
    Optional,
    Required,
}
