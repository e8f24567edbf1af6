using System.Management.Automation;
using MiniPester.Assertions;

namespace MiniPester.Commands;

/// <summary>The assertions of Pester 5. One of the operators is given as a switch; the rest are its arguments.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PesterAssertion")]
[Alias("Should")]
public sealed class ShouldCommand : PSCmdlet
{
    private readonly List<object?> _actual = [];

    [Parameter(ValueFromPipeline = true)]
    public object? ActualValue { get; set; }

    [Parameter]
    public SwitchParameter Not { get; set; }

    [Parameter]
    public string Because { get; set; } = "";

    [Parameter(Position = 0)]
    [Alias("ExpectedMessage", "ExpectedType", "RegularExpression", "ParameterName")]
    public object? ExpectedValue { get; set; }

    [Parameter]
    public SwitchParameter Be { get; set; }

    [Parameter]
    public SwitchParameter BeExactly { get; set; }

    [Parameter]
    public SwitchParameter BeNullOrEmpty { get; set; }

    [Parameter]
    public SwitchParameter BeTrue { get; set; }

    [Parameter]
    public SwitchParameter BeFalse { get; set; }

    [Parameter]
    public SwitchParameter BeOfType { get; set; }

    [Parameter]
    public SwitchParameter BeGreaterThan { get; set; }

    [Parameter]
    public SwitchParameter BeGreaterOrEqual { get; set; }

    [Parameter]
    public SwitchParameter BeLessThan { get; set; }

    [Parameter]
    public SwitchParameter BeLessOrEqual { get; set; }

    [Parameter]
    public SwitchParameter BeLike { get; set; }

    [Parameter]
    public SwitchParameter BeLikeExactly { get; set; }

    [Parameter]
    public SwitchParameter Match { get; set; }

    [Parameter]
    public SwitchParameter MatchExactly { get; set; }

    [Parameter]
    public SwitchParameter BeIn { get; set; }

    [Parameter]
    public SwitchParameter Contain { get; set; }

    [Parameter]
    public SwitchParameter HaveCount { get; set; }

    [Parameter]
    public SwitchParameter Exist { get; set; }

    [Parameter]
    public SwitchParameter Throw { get; set; }

    /// <summary>Gets or sets a wildcard for the error id (-Throw).</summary>
    [Parameter(Position = 1)]
    public string? ErrorId { get; set; }

    /// <summary>Gets or sets the type of the exception or one above it (-Throw).</summary>
    [Parameter(Position = 2)]
    public Type? ExceptionType { get; set; }

    /// <summary>Gets or sets whether the error is put out (-Throw).</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter HaveParameter { get; set; }

    /// <summary>Gets or sets the type of the parameter (-HaveParameter).</summary>
    [Parameter]
    public object? Type { get; set; }

    /// <summary>Gets or sets whether the parameter is mandatory (-HaveParameter).</summary>
    [Parameter]
    public SwitchParameter Mandatory { get; set; }

    /// <summary>Gets or sets the aliases of the parameter (-HaveParameter).</summary>
    [Parameter]
    public string[] Alias { get; set; } = [];

    protected override void ProcessRecord() => _actual.Add(ActualValue);

    protected override void EndProcessing()
    {
        AssertionOperator assertion = AssertionOperator.Selected(MyInvocation.BoundParameters);
        object?[] collection = MyInvocation.ExpectingInput ? [.. _actual] : Values.Enumerate(ActualValue);
        IEnumerable<object?> subjects =
            assertion.TakesCollection ? [collection]
            : _actual.Count == 0 ? [null]
            : _actual;
        foreach (object? subject in subjects)
        {
            AssertionResult result = assertion.Test(new AssertionArguments(this, subject));
            if (!result.Succeeded)
            {
                ThrowTerminatingError(AssertionFailure.Record(result.FailureMessage, MyInvocation));
            }

            if (PassThru)
            {
                WriteObject(result.Data);
            }
        }
    }
}
