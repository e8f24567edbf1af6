namespace MiniPester.Assertions;

/// <summary>An operator of Should, such as -Be.</summary>
/// <param name="Test">The test itself.</param>
/// <param name="TakesExpected">Whether it wants a value to compare with.</param>
/// <param name="TakesCollection">Whether it looks at the piped values as a whole and not at each.</param>
/// <param name="Extras">The parameters that only this operator takes.</param>
internal sealed record AssertionOperator(
    Func<AssertionArguments, AssertionResult> Test,
    ExpectedUse TakesExpected,
    bool TakesCollection,
    params string[] Extras)
{
    private static readonly string[] s_common = ["ActualValue", "Not", "Because", "ExpectedValue"];

    private static readonly Dictionary<string, AssertionOperator> s_operators = new()
    {
        ["Be"] = new(EqualityAssertions.Be, ExpectedUse.Required, true),
        ["BeExactly"] = new(EqualityAssertions.BeExactly, ExpectedUse.Required, true),
        ["BeIn"] = new(EqualityAssertions.BeIn, ExpectedUse.Required, false),
        ["Contain"] = new(EqualityAssertions.Contain, ExpectedUse.Required, true),
        ["HaveCount"] = new(EqualityAssertions.HaveCount, ExpectedUse.Required, true),
        ["BeNullOrEmpty"] = new(StateAssertions.BeNullOrEmpty, ExpectedUse.None, true),
        ["BeTrue"] = new(StateAssertions.BeTrue, ExpectedUse.None, false),
        ["BeFalse"] = new(StateAssertions.BeFalse, ExpectedUse.None, false),
        ["BeOfType"] = new(StateAssertions.BeOfType, ExpectedUse.Required, false),
        ["Exist"] = new(StateAssertions.Exist, ExpectedUse.None, false),
        ["BeGreaterThan"] = new(OrderAssertions.BeGreaterThan, ExpectedUse.Required, false),
        ["BeGreaterOrEqual"] = new(OrderAssertions.BeGreaterOrEqual, ExpectedUse.Required, false),
        ["BeLessThan"] = new(OrderAssertions.BeLessThan, ExpectedUse.Required, false),
        ["BeLessOrEqual"] = new(OrderAssertions.BeLessOrEqual, ExpectedUse.Required, false),
        ["BeLike"] = new(TextAssertions.BeLike, ExpectedUse.Required, false),
        ["BeLikeExactly"] = new(TextAssertions.BeLikeExactly, ExpectedUse.Required, false),
        ["Match"] = new(TextAssertions.Match, ExpectedUse.Required, false),
        ["MatchExactly"] = new(TextAssertions.MatchExactly, ExpectedUse.Required, false),
        ["Throw"] = new(ThrowAssertion.Throw, ExpectedUse.Optional, false, "ErrorId", "ExceptionType", "PassThru"),
        ["HaveParameter"] = new(ParameterAssertion.HaveParameter, ExpectedUse.Required, false, "Type", "Mandatory", "Alias"),
    };

    /// <summary>Gives the one operator that a call names, and refuses what does not go with it.</summary>
    public static AssertionOperator Selected(IDictionary<string, object> bound)
    {
        string[] names = [.. bound.Keys.Where(s_operators.ContainsKey)];
        if (names.Length != 1)
        {
            throw new ArgumentException(names.Length == 0
                ? "Should needs an operator such as -Be."
                : $"Should takes one operator, not {string.Join(" and ", names.Select(name => "-" + name))}.");
        }

        AssertionOperator selected = s_operators[names[0]];
        selected.Validate(names[0], bound.Keys);
        return selected;
    }

    private void Validate(string name, ICollection<string> given)
    {
        bool hasExpected = given.Contains("ExpectedValue");
        if (hasExpected && TakesExpected == ExpectedUse.None)
        {
            throw new ArgumentException($"Should -{name} takes no value.");
        }

        if (!hasExpected && TakesExpected == ExpectedUse.Required)
        {
            throw new ArgumentException($"Should -{name} needs a value.");
        }

        string? foreign = given.FirstOrDefault(key => key != name && !s_common.Contains(key) && !Extras.Contains(key));
        if (foreign is not null)
        {
            throw new ArgumentException($"Should -{name} takes no -{foreign}.");
        }
    }
}
