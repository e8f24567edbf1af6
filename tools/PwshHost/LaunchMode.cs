namespace PwshHost;

internal enum LaunchMode
{
    Prompt,
    Command,
    File,
    StandardInput,
}
