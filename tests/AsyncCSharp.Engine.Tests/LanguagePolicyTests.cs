using System.Management.Automation;
using AsyncCSharp.Interop;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>The decision alone: a machine that is locked down cannot be had everywhere.</summary>
public sealed class LanguagePolicyTests
{
    [Theory]
    [InlineData(PSLanguageMode.FullLanguage, PSLanguageMode.FullLanguage)]
    [InlineData(PSLanguageMode.FullLanguage, PSLanguageMode.ConstrainedLanguage)]
    [InlineData(PSLanguageMode.ConstrainedLanguage, PSLanguageMode.ConstrainedLanguage)]
    [InlineData(PSLanguageMode.NoLanguage, PSLanguageMode.FullLanguage)]
    public void Refusal_LockedDown_RefusesEverybody(PSLanguageMode caller, PSLanguageMode runspace) =>
        Assert.Equal(Strings.SystemLockdown, LanguagePolicy.Refusal(caller, runspace, "Enforce"));

    [Theory]
    [InlineData("None")]
    [InlineData("Audit")]
    [InlineData(null)]
    public void Refusal_NotEnforced_GoesByTheMode(string? lockdown)
    {
        Assert.Null(LanguagePolicy.Refusal(PSLanguageMode.FullLanguage, PSLanguageMode.FullLanguage, lockdown));
        Assert.Equal("ConstrainedLanguage", LanguagePolicy.Refusal(PSLanguageMode.ConstrainedLanguage, PSLanguageMode.FullLanguage, lockdown));
        Assert.Equal("RestrictedLanguage", LanguagePolicy.Refusal(PSLanguageMode.FullLanguage, PSLanguageMode.RestrictedLanguage, lockdown));
        Assert.Equal("NoLanguage", LanguagePolicy.Refusal(PSLanguageMode.NoLanguage, PSLanguageMode.ConstrainedLanguage, lockdown));
    }

    [Fact]
    public void Refusal_UnknownMode_IsNoFullLanguage() =>
        Assert.NotNull(LanguagePolicy.Refusal((PSLanguageMode)99, PSLanguageMode.FullLanguage, "None"));

    [Fact]
    public void PowerShell_StillSaysWhetherItIsLockedDown()
    {
        Type? policy = typeof(PSObject).Assembly.GetType("System.Management.Automation.Security.SystemPolicy");
        object? answer = policy?.GetMethod("GetSystemLockdownPolicy", Type.EmptyTypes)?.Invoke(null, null);

        Assert.Contains(answer?.ToString(), (string[])["None", "Audit", "Enforce"]);
        Assert.Contains("Enforce", Enum.GetNames(answer!.GetType()));
    }
}
