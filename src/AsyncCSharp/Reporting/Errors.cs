using System.Globalization;
using System.Management.Automation;
using AsyncCSharp.Interop;
using AsyncCSharp.Text;

namespace AsyncCSharp.Reporting;

/// <summary>Every error record of the module. An id is the name of its message in the resource file.</summary>
internal static partial class Errors
{
    /// <summary>How much of a text is enough to tell which it is.</summary>
    private const int ShortText = 200;

    public static ErrorRecord CompilationFailed(CSharpCompilationException e, object? target)
    {
        // Not the exception that was thrown: its stack trace and TargetSite show the engine, where the fault is the text's.
        string? code = target as string;
        ErrorRecord record = new(new CSharpCompilationException(e.Diagnostics), nameof(CompilationFailed), ErrorCategory.ParserError, CompilationErrorView.TargetOf(e, code))
        {
            ErrorDetails = CompilationErrorView.DetailsOf(e),
        };

        // The target object is a table for the view of errors, the target as such is the text.
        return AboutText(record, code);
    }

    /// <summary>Adds the place of the script that called the cell to that of the cell.</summary>
    public static ErrorRecord Placed(ErrorRecord record, InvocationInfo caller)
    {
        if (record.TargetObject is FailedText target && caller.ScriptName is { Length: > 0 } script)
        {
            target.Place = string.Create(CultureInfo.InvariantCulture, $"{target.Place} ({ShownText.Of(script)}:{caller.ScriptLineNumber})");
        }

        return record;
    }

    public static ErrorRecord AutoAwaitOff(string code, string session) =>
        Create(nameof(Strings.AutoAwaitOff), ErrorCategory.ParserError, code, session);

    /// <summary>What the cell threw. Where its code was compiled for an earlier cell of the same text, its own name stands in the trace.</summary>
    public static ErrorRecord CellFailed(Exception e, object? target, bool isText, CellSources sources, string compiledAs, string name)
    {
        if (compiledAs != name)
        {
            CellStackTrace.Rename(Unwrap(e), compiledAs, name);
            CellStackTrace.Rename(e, compiledAs, name);
        }

        return CellFailed(e, target, isText, sources);
    }

    /// <summary>What the cell threw.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="target">What it was about.</param>
    /// <param name="isText">Whether that is the text of the cell, and not an object that it was run for.</param>
    /// <param name="sources">The texts of the session's cells; null where the error is not of a cell's code.</param>
    public static ErrorRecord CellFailed(Exception e, object? target, bool isText, CellSources? sources)
    {
        Exception own = Unwrap(e);
        if (own is RunnerFailedException failed)
        {
            return RunnerFailed(failed.Own, failed.Runner);
        }

        // The cell was compiled again when it was to be started, because something else had been declared in its place.
        if (own is CSharpCompilationException compilation)
        {
            return CompilationFailed(compilation, target);
        }

        string id = own switch
        {
            CellSuspendedException => nameof(Strings.CellSuspended),
            _ => nameof(CellFailed),
        };
        ErrorRecord? script = ScriptFailure.RecordOf(own);
        Exception shown = script?.Exception ?? own;
        string message = RunTimeHints.Add(ErrorMessage.Of(shown), shown);

        // What a library threw that was called by reflection, or waited for, has no frame of the cell: what wraps it has.
        if ((CellStackTrace.FirstPlace(own) ?? CellStackTrace.FirstPlace(e)) is { } place)
        {
            string? source = sources?.LineOf(place.Name, place.Line);
            bool hasView = isText && target is string && !string.IsNullOrWhiteSpace(source);
            message = $"{message} ({place}){(hasView ? string.Empty : CellSources.ExcerptOf(source))}";
            target = hasView ? place.In((string)target!, source!) : target;
        }

        ErrorRecord record = new(shown, id, ErrorCategories.Of(own), target) { ErrorDetails = new ErrorDetails(message) };
        CellStackTrace.Correct(own);
        CellStackTrace.Shorten(own);
        CellStackTrace.Trim(own);

        record = IsOfEmittedCode(own) ? With(record, Strings.EmittedReference) : WithAction(record);
        record.ErrorDetails.RecommendedAction ??= script?.ErrorDetails?.RecommendedAction;
        return record;
    }

    // Emitted code that is kept for good must not refer to types that are not.
    private static bool IsOfEmittedCode(Exception e) =>
        e is NotSupportedException && e.TargetSite?.DeclaringType is { Namespace: "System.Reflection.Emit", IsPublic: false };

    public static ErrorRecord CellTimeout(double seconds, object? target) =>
        WithAction(new ErrorRecord(new CellTimeoutException(seconds), nameof(CellTimeout), ErrorCategory.OperationTimeout, target));

    public static ErrorRecord TaskFailed(Exception e, object? target)
    {
        Exception own = Unwrap(e);
        string id = own is OperationCanceledException ? nameof(Strings.TaskCanceled) : nameof(TaskFailed);
        return WithAction(new ErrorRecord(own, id, ErrorCategories.Of(own), target));
    }

    public static ErrorRecord TaskTimeout(double seconds, object? target) =>
        WithAction(new ErrorRecord(new TimeoutException(string.Format(null, Strings.TaskTimeout, seconds)), nameof(TaskTimeout), ErrorCategory.OperationTimeout, target));

    public static ErrorRecord NotAwaitable(object? value, bool any) => WithAction(new ErrorRecord(
        new ArgumentException(string.Format(null, any && value is not null ? Strings.NotATask : Strings.NotAwaitable, value is null ? "null" : TypeDisplay.Of(value.GetType()))),
        nameof(NotAwaitable),
        ErrorCategory.InvalidArgument,
        value));

    public static ErrorRecord SessionNotFound(string name) =>
        Create(nameof(Strings.SessionNotFound), ErrorCategory.ObjectNotFound, name, name);

    // Not the exception itself: nobody outside knows its type.
    public static ErrorRecord FromSession(SessionException e, object? target) => WithAction(new ErrorRecord(new InvalidOperationException(e.Message), e.ErrorId, e.ErrorId switch
    {
        nameof(Strings.SessionBusy) => ErrorCategory.ResourceBusy,
        nameof(Strings.SessionExists) => ErrorCategory.ResourceExists,
        nameof(Strings.PackageInUse) or nameof(Strings.ReferenceInUse) => ErrorCategory.ResourceBusy,
        nameof(Strings.PackageSourceFailed) => ErrorCategory.ConnectionError,
        nameof(Strings.FileNotReadable) => ErrorCategory.ReadError,
        nameof(Strings.DirectiveNotSupported) => ErrorCategory.NotImplemented,
        nameof(Strings.NotAnAssembly) or nameof(Strings.PackageInvalid) => ErrorCategory.InvalidData,
        nameof(Strings.SessionNotFound) or nameof(Strings.ReferenceNotFound) or nameof(Strings.LoadNotFound) or nameof(Strings.VariableNotFound) or nameof(Strings.FrameworkNotFound)
            or nameof(Strings.PackageNotFound) or nameof(Strings.PackageNotCompatible) => ErrorCategory.ObjectNotFound,
        _ => ErrorCategory.InvalidOperation,
    }, target));

    public static ErrorRecord LanguageModeNotAllowed(string command, string reason) =>
        Create(nameof(Strings.LanguageModeNotAllowed), ErrorCategory.PermissionDenied, command, command, reason);

    public static ErrorRecord SessionBusy(string name, object? target) =>
        FromSession(SessionException.Of(nameof(Strings.SessionBusy), name), target);

    /// <summary>The session is one of another runspace.</summary>
    public static ErrorRecord SessionElsewhere(string name) => With(
        new ErrorRecord(new InvalidOperationException(string.Format(null, Strings.SessionElsewhere, name)), nameof(Strings.SessionBusy), ErrorCategory.ResourceBusy, name),
        Strings.SessionElsewhereAdvice);

    public static ErrorRecord SessionEnded(string name, object? target) =>
        Create(nameof(Strings.SessionEnded), ErrorCategory.OperationStopped, target, name);

    public static ErrorRecord SessionInUse(string name) =>
        Create(nameof(Strings.SessionInUse), ErrorCategory.ResourceBusy, name, name);

    public static ErrorRecord UnknownRunner(object? value, IEnumerable<string> names) =>
        Create(nameof(Strings.UnknownRunner), ErrorCategory.ObjectNotFound, value, value, string.Join(", ", names));

    public static ErrorRecord RunnerFailed(Exception e, string name) => WithAction(new ErrorRecord(e, nameof(Strings.RunnerFailed), ErrorCategories.Of(e), name)
    {
        ErrorDetails = new ErrorDetails(string.Format(null, Strings.RunnerFailed, name, Shown.Message(MessageOf(e)))),
    });

    public static ErrorRecord RunnerExists(string name) =>
        Create(nameof(Strings.RunnerExists), ErrorCategory.ResourceExists, name, name);

    public static ErrorRecord RunnerIsBuiltIn(string name) =>
        Create(nameof(Strings.RunnerIsBuiltIn), ErrorCategory.PermissionDenied, name, name);

    public static ErrorRecord InvalidRunnerName(string name) =>
        Create(nameof(Strings.InvalidRunnerName), ErrorCategory.InvalidArgument, name, name);

    public static ErrorRecord VariableNotFound(string name) =>
        Create(nameof(Strings.VariableNotFound), ErrorCategory.ObjectNotFound, name, name);

    /// <summary>A name that <c>-Variable</c> was given, which is one of PowerShell.</summary>
    public static ErrorRecord ShellVariableNotFound(string name) => With(
        new ErrorRecord(new ItemNotFoundException(string.Format(null, Strings.ShellVariableNotFound, name)), nameof(Strings.VariableNotFound), ErrorCategory.ObjectNotFound, name),
        Strings.ShellVariableNotFoundAdvice);

    public static ErrorRecord VariableNotSet(string name, string reason) =>
        Create(nameof(Strings.VariableNotSet), ErrorCategory.InvalidArgument, name, name, reason);

    public static ErrorRecord ReferenceNotFound(string reference) =>
        Create(nameof(Strings.ReferenceNotFound), ErrorCategory.ObjectNotFound, reference, reference);

    public static ErrorRecord PathNotFound(string path) =>
        Create(nameof(Strings.PathNotFound), ErrorCategory.ObjectNotFound, path, path);

    /// <summary>A text of the pipeline, where files to run were expected.</summary>
    public static ErrorRecord PipedTextNotFile(string text) => With(
        new ErrorRecord(new ItemNotFoundException(string.Format(null, Strings.PipedTextNotFile, Shown.Message(text, ShortText))), nameof(Strings.PathNotFound), ErrorCategory.ObjectNotFound, text),
        Strings.PipedTextNotFileAdvice);

    public static ErrorRecord UnexpectedArgument(object? argument, string command) =>
        Create(nameof(Strings.UnexpectedArgument), ErrorCategory.InvalidArgument, argument, argument, command);

    public static ErrorRecord InvalidVariableArgument(object? value) =>
        Create(nameof(Strings.InvalidVariableArgument), ErrorCategory.InvalidArgument, value);

    public static ErrorRecord LineEditorNotFound() => Create(nameof(Strings.LineEditorNotFound), ErrorCategory.ObjectNotFound, null);

    public static ErrorRecord InvalidChord(string chord, string reason) =>
        Create(nameof(Strings.InvalidChord), ErrorCategory.InvalidArgument, chord, chord, reason);

    public static ErrorRecord PromptNotSupported(string host, string reason) =>
        Create(nameof(Strings.PromptNotSupported), ErrorCategory.InvalidOperation, host, host, reason);

    /// <summary>The message of an exception of the user's, whose own code it may come from.</summary>
    public static string MessageOf(Exception e)
    {
        try
        {
            return e.Message;
        }
        catch (Exception own)
        {
            return string.Format(null, Strings.MessageFailed, TypeDisplay.Of(e.GetType()), TypeDisplay.Of(own.GetType()));
        }
    }

    public static ErrorRecord FileNotReadable(string path, Exception e) => WithAction(new ErrorRecord(
        e, nameof(Strings.FileNotReadable), e is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.ReadError, path)
    {
        ErrorDetails = new ErrorDetails(string.Format(null, Strings.FileNotReadable, path, e.Message)),
    });

    /// <summary>The one exception of an aggregate, or of reflection's wrapper, out of it, and the error for which <c>-ErrorAction Stop</c> has thrown.</summary>
    public static Exception Unwrap(Exception e)
    {
        while (true)
        {
            switch (e)
            {
                case AggregateException { InnerExceptions: [var one] }:
                    e = one;
                    break;
                case System.Reflection.TargetInvocationException { InnerException: { } inner }:
                    e = inner;
                    break;
                case ActionPreferenceStopException { ErrorRecord.Exception: { } error and not ParentContainsErrorRecordException } when error != e:
                    e = error;
                    break;
                default:
                    return e;
            }
        }
    }

    internal static ErrorRecord Create(string id, ErrorCategory category, object? target, params object?[] args)
    {
        string message = string.Format(null, Strings.ResourceManager.GetString(id, null)!, args);
        Exception exception = category == ErrorCategory.PermissionDenied ? new UnauthorizedAccessException(message) : new InvalidOperationException(message);
        return WithAction(new ErrorRecord(exception, id, category, target));
    }

    private static ErrorRecord With(ErrorRecord record, string action)
    {
        record = WithAction(record);
        record.ErrorDetails.RecommendedAction = action;
        return record;
    }

    // What to do about it: the message of the id's name with "Action" behind it.
    internal static ErrorRecord WithAction(ErrorRecord record)
    {
        record.ErrorDetails = new ErrorDetails(ShownText.Of(record.ErrorDetails?.Message ?? Shown.Message(MessageOf(record.Exception))));
        record.ErrorDetails.RecommendedAction = Strings.ResourceManager.GetString(record.FullyQualifiedErrorId + "Action", null);
        return record.TargetObject is string or FailedText ? AboutText(record, record.TargetObject.ToString()) : record;
    }

    private static ErrorRecord AboutText(ErrorRecord record, string? text)
    {
        record.CategoryInfo.TargetName = ShownText.Of(text);
        record.CategoryInfo.TargetType = nameof(String);
        return record;
    }
}
