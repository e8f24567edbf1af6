namespace AsyncCSharp.HelpBuilder.Tests;

/// <summary>A cmdlet page without mistakes, that tests change where they want one.</summary>
internal static class SamplePage
{
    public const string Name = "Get-Sample";

    public const string Text =
        """
        ---
        document type: cmdlet
        external help file: Sample.dll-Help.xml
        HelpUri: https://example.org/sample
        Module Name: Sample
        PlatyPS schema version: 2024-05-01
        title: Get-Sample
        ---

        # Get-Sample

        ## SYNOPSIS

        Gets `samples` & **more**.

        ## SYNTAX

        ### ByName (Default)

        ```
        Get-Sample [[-Name] <string[]>] [-Kind <string>] [-Force] [<CommonParameters>]
        ```

        ### ById

        ```
        Get-Sample -Id <int> [-Kind <string>]
         [-Force] [<CommonParameters>]
        ```

        ## ALIASES

        This cmdlet has the alias `gs`.

        ## DESCRIPTION

        First paragraph,
        in two lines.

        - one
        - two

        ## EXAMPLES

        ### Example 1: All

        ```powershell
        Get-Sample |
            Where-Object Name
        ```

        ```output
        Name
        ----
        One
        ```

        Shows all.

        ## PARAMETERS

        ### -Force

        Forces.

        ```yaml
        Type: System.Management.Automation.SwitchParameter
        DefaultValue: False
        Aliases: []
        ParameterSets:
        - Name: (All)
          Position: Named
        ```

        ### -Id

        The number.

        ```yaml
        Type: System.Int32
        ParameterSets:
        - Name: ById
          Position: Named
          IsRequired: true
          ValueFromPipelineByPropertyName: true
        ```

        ### -Kind

        The kind.

        ```yaml
        Type: System.String
        Aliases:
        - Sort
        - k
        ParameterSets:
        - Name: (All)
          Position: Named
        AcceptedValues:
        - Big
        - Small
        ```

        ### -Name

        The name.

        It may have wildcards.

        ```yaml
        Type: System.String[]
        SupportsWildcards: true
        ParameterSets:
        - Name: ByName
          Position: 0
          IsRequired: false
          ValueFromPipeline: true
        ```

        ### CommonParameters

        The common ones.

        ## INPUTS

        ### System.String

        Names.

        ## OUTPUTS

        ### Sample.Thing

        Things.

        ## NOTES

        A note.

        ## RELATED LINKS

        - [Set-Sample](Set-Sample.md)
        - [Elsewhere](https://example.org/)

        """;

    /// <summary>The number of the first line with that text, from 1.</summary>
    public static int LineOf(string text) =>
        Array.FindIndex(Text.ReplaceLineEndings("\n").Split('\n'), line => line.Contains(text, StringComparison.Ordinal)) + 1;
}
