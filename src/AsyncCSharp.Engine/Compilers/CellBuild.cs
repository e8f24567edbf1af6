using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Compiling;

namespace AsyncCSharp.Engine.Compilers;

/// <summary>A cell as a compiler gives it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="View">What later submissions are built on; null where it declares nothing.</param>
/// <param name="Origin">Which compiler.</param>
internal sealed record CellBuild(SubmissionCode Code, SubmissionView? View, CellOrigin Origin);
