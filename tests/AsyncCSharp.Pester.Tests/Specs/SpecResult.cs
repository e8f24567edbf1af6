using System.Text.Json.Serialization;

namespace AsyncCSharp.Pester.Tests.Specs;

/// <summary>A test that Pester has found or run, as <c>tests/SpecRunner.psm1</c> writes it.</summary>
/// <param name="File">Its file.</param>
/// <param name="Number">Its place in the file, from 0; -1 stands for the file itself, with what failed outside of its tests.</param>
/// <param name="Name">The names of its blocks and its own.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">What failed, or why it was skipped.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Output">What it gave to its pipeline.</param>
internal sealed record SpecResult(
    string File,
    int Number,
    string Name,
    [property: JsonConverter(typeof(JsonStringEnumConverter<SpecOutcome>))] SpecOutcome Outcome,
    string Message,
    double Milliseconds,
    string Output);
