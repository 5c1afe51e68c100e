using Leasehold.BeforeAfter.Functions;

namespace Leasehold.Demo;

/// <summary>What the demo itself logs.</summary>
internal static partial class Log
{
    [LoggerMessage(9001, LogLevel.Error, "The before/after play of {Function} could not be run")]
    public static partial void PlayFailed(ILogger logger, Exception problem, GuideFunction function);
}
