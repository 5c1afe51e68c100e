namespace Leasehold.Demo;

/// <summary>The demo cannot start; the message says on one line why, and what to do.</summary>
internal sealed class DemoStartException(string message) : Exception(message)
{
    public static string FirstLine(Exception problem) => problem.Message.ReplaceLineEndings("\n").Split('\n')[0];
}
