using System.Management.Automation;
using System.Text.Json;
using AsyncCSharp.Text;

namespace AsyncCSharp;

/// <summary>
/// Shows things in a notebook, from a cell or from what it has left behind, on any thread. At a prompt, where there is nothing but text, their text is
/// written.
/// </summary>
public static class Display
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Shows an object as the value of a cell is shown.</summary>
    /// <param name="value">The object.</param>
    /// <remarks>A stream is shown as it comes, and a task until it has ended, all in one place. Nothing is awaited.</remarks>
    public static DisplayedValue Show(object? value)
    {
        if (value is null)
        {
            return Text("null");
        }

        DisplayedValue place = new(Target);
        return Target?.Follow(value, place, IRunningCell.Current) is null ? place.Put(value, isUpdate: false) : place;
    }

    /// <summary>Shows text.</summary>
    /// <param name="text">The text.</param>
    public static DisplayedValue Text(string text) => As("text/plain", text);

    /// <summary>Shows HTML.</summary>
    /// <param name="html">The HTML.</param>
    public static DisplayedValue Html(string html) => As("text/html", html);

    /// <summary>Shows Markdown.</summary>
    /// <param name="markdown">The Markdown.</param>
    public static DisplayedValue Markdown(string markdown) => As("text/markdown", markdown);

    /// <summary>Shows a formula.</summary>
    /// <param name="latex">The formula, in dollar signs, or an environment of LaTeX.</param>
    public static DisplayedValue Latex(string latex) => As("text/latex", latex);

    /// <summary>Runs JavaScript in the notebook's page, where that allows it.</summary>
    /// <param name="javaScript">The code.</param>
    public static DisplayedValue JavaScript(string javaScript) => As("application/javascript", javaScript);

    /// <summary>Shows an image.</summary>
    /// <param name="svg">The image, as SVG.</param>
    public static DisplayedValue Svg(string svg) => As("image/svg+xml", svg);

    /// <summary>Shows an object as JSON.</summary>
    /// <param name="value">The object, or a text that is JSON already.</param>
    public static DisplayedValue Json(object? value) => As("application/json", value as string ?? JsonSerializer.Serialize(value, s_json));

    /// <summary>Shows an image.</summary>
    /// <param name="image">The image: PNG, JPEG, GIF, WebP or BMP.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static DisplayedValue Image(byte[] image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return As(ImageKind.Of(image) ?? throw new ArgumentException(Strings.NotAnImage, nameof(image)), Convert.ToBase64String(image));
    }

    /// <summary>Shows something of any kind.</summary>
    /// <param name="mimeType">Its MIME type.</param>
    /// <param name="content">The content; in Base64 where it is no text.</param>
    public static DisplayedValue As(string mimeType, string content)
    {
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        ArgumentNullException.ThrowIfNull(content);
        return new DisplayedValue(Target).Put(mimeType, content, isUpdate: false);
    }

    /// <summary>Removes what the cell has shown.</summary>
    /// <param name="wait">Whether only when something else is to be shown, so that nothing flickers.</param>
    public static void Clear(bool wait = false) => Target?.Clear(wait);

    /// <summary>Has notebooks show values of a type, and of types that derive from it, by a text of a kind. Of each kind the last counts.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="mimeType">The MIME type of the text.</param>
    /// <param name="make">Makes the text; in Base64 where it is no text.</param>
    public static void Register<T>(string mimeType, Func<T, string> make)
    {
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        ArgumentNullException.ThrowIfNull(make);
        IRunningCell.Current?.Formatters.Add(new DisplayFormatter(typeof(T), null, mimeType, value => make((T)value)));
    }

    /// <summary>Has notebooks show values of a type, and of types that derive from it, as another object is shown.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="make">Gives the other object.</param>
    public static void Register<T>(Func<T, object?> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        IRunningCell.Current?.Formatters.Add(new DisplayFormatter(typeof(T), null, null, value => make((T)value)));
    }

    internal static IDisplayTarget? Target => IRunningCell.Current?.Display;

    /// <summary>Writes text where there is no notebook.</summary>
    internal static void Write(string text) =>
        IRunningCell.Current?.Shell.WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]);
}
