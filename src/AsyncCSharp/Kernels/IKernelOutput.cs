using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>Where what cells show goes. Any thread.</summary>
internal interface IKernelOutput
{
    /// <summary>Whether there is more than clients have taken, so that whoever writes is to wait.</summary>
    bool IsFull { get; }

    /// <summary>Waits until clients have taken enough, or the token fires. The caller holds no lock that others need.</summary>
    void WaitForRoom(CancellationToken cancellationToken);

    /// <summary>Writes text of a request's cell. Waits for nothing.</summary>
    void Write(KernelRequest request, string text, bool isError);

    /// <summary>Publishes a message about a request, after all text so far.</summary>
    /// <param name="type">What kind it is.</param>
    /// <param name="parent">The header of the request; null for what is of no request.</param>
    /// <param name="content">What it says.</param>
    void Publish(string type, JsonObject? parent, JsonObject content);
}
