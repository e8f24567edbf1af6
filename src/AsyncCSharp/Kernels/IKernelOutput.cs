using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>Where what cells show goes. Any thread.</summary>
internal interface IKernelOutput
{
    /// <summary>Writes text of a request's cell.</summary>
    void Write(KernelRequest request, string text, bool isError);

    /// <summary>Publishes a message about a request, after all text so far.</summary>
    /// <param name="type">What kind it is.</param>
    /// <param name="parent">The header of the request; null for what is of no request.</param>
    /// <param name="content">What it says.</param>
    void Publish(string type, JsonObject? parent, JsonObject content);
}
