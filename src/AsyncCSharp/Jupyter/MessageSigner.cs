using System.Security.Cryptography;
using System.Text;

namespace AsyncCSharp.Jupyter;

/// <summary>Signs messages, and tells whose signature is good. Any thread.</summary>
internal sealed class MessageSigner
{
    /// <summary>The scheme of all clients.</summary>
    public const string DefaultScheme = "hmac-sha256";

    private const string Prefix = "hmac-";

    private readonly byte[] _key;
    private readonly HashAlgorithmName _hash;

    /// <summary>Makes one.</summary>
    /// <param name="key">The key; with an empty one nothing is signed, and everything taken.</param>
    /// <param name="scheme">How it is signed.</param>
    /// <exception cref="FormatException">That scheme is not known.</exception>
    public MessageSigner(string key, string scheme)
    {
        _key = Encoding.UTF8.GetBytes(key);
        _hash = scheme switch
        {
            DefaultScheme => HashAlgorithmName.SHA256,
            Prefix + "sha384" => HashAlgorithmName.SHA384,
            Prefix + "sha512" => HashAlgorithmName.SHA512,
            _ when key.Length == 0 => HashAlgorithmName.SHA256,
            _ => throw new FormatException(scheme),
        };
    }

    /// <summary>Whether messages are signed at all.</summary>
    public bool Signs => _key.Length > 0;

    /// <summary>The signature of the parts, in hexadecimal digits.</summary>
    public byte[] Sign(params ReadOnlySpan<byte[]> parts)
    {
        if (!Signs)
        {
            return [];
        }

        using IncrementalHash hash = IncrementalHash.CreateHMAC(_hash, _key);
        foreach (byte[] part in parts)
        {
            hash.AppendData(part);
        }

        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Whether a signature is that of the parts. The time that it takes says nothing of how near a wrong one came.</summary>
    public bool IsGood(ReadOnlySpan<byte> signature, params ReadOnlySpan<byte[]> parts) =>
        !Signs || CryptographicOperations.FixedTimeEquals(signature, Sign(parts));
}
