using System.Security.Cryptography;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Naming;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>The names of the assemblies that submissions become: a hash of what they are compiled from. For compilations only.</summary>
internal static class AssemblyNames
{
    private const int Bytes = 16;

    /// <summary>The name of one that later submissions may refer to, the same in every process.</summary>
    public static string Of(CompilationInputs inputs) => Of(inputs.ToKey().Bytes);

    /// <summary>The name of all that come after a chain and that nobody refers to.</summary>
    public static string Shared(CompiledChain chain, CompilationScope scope) => Of(CacheKey.Of(chain.Fingerprint, scope.Fingerprint).Bytes);

    private static string Of(ReadOnlySpan<byte> inputs) => SubmissionNames.AssemblyPrefix + Convert.ToHexStringLower(SHA256.HashData(inputs).AsSpan(0, Bytes));
}
