using Microsoft.CodeAnalysis.MSBuild;

namespace Leasehold.Cli.CodeBases;

/// <summary>Says which project is being loaded, on the thread that loads it.</summary>
internal sealed class LoadProgress(Action<string> say) : IProgress<ProjectLoadProgress>
{
    public void Report(ProjectLoadProgress value) => say($"Loading {Path.GetFileNameWithoutExtension(value.FilePath)}");
}
