using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.MSBuild;

namespace Leasehold.Cli.CodeBases;

/// <summary>A code base: its C# projects, and what could not be loaded. Disposing it forgets everything.</summary>
internal sealed class LoadedCode : IDisposable
{
    private readonly MSBuildWorkspace _workspace;
    private readonly ScratchFolder _scratch;

    private LoadedCode(MSBuildWorkspace workspace, ScratchFolder scratch)
    {
        _workspace = workspace;
        _scratch = scratch;
    }

    public IReadOnlyList<Project> Projects { get; private set; } = [];

    public List<CodeBaseProblem> Problems { get; } = [];

    /// <summary>Projects in other languages.</summary>
    public List<string> Skipped { get; } = [];

    private bool LostItsHost { get; set; }

    /// <summary>Asks MSBuild what the compiler would be given. Nothing is compiled to a file.</summary>
    /// <remarks>
    /// MSBuild runs in a process of its own. Under load that process has been seen to go away in the middle of a load;
    /// what it was asked until then is lost, and says nothing about the code base. So it is asked once more.
    /// </remarks>
    public static async Task<LoadedCode> LoadAsync(
        CodeBaseTarget target, Action<string> say, CancellationToken cancellationToken)
    {
        var loaded = await LoadOnceAsync(target, say, cancellationToken).ConfigureAwait(false);
        if (!loaded.LostItsHost)
        {
            return loaded;
        }

        loaded.Dispose();
        say("MSBuild's process has failed: loading once more");
        return await LoadOnceAsync(target, say, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _workspace.Dispose();
        _scratch.Dispose();
    }

    private static async Task<LoadedCode> LoadOnceAsync(
        CodeBaseTarget target, Action<string> say, CancellationToken cancellationToken)
    {
        var scratch = ScratchFolder.Create();
        MSBuildWorkspace? workspace = null;
        try
        {
            workspace = MSBuildWorkspace.Create(scratch.Properties);
            var loaded = new LoadedCode(workspace, scratch);
            await loaded.OpenAsync(target, say, cancellationToken).ConfigureAwait(false);
            return loaded;
        }
        catch
        {
            workspace?.Dispose();
            scratch.Dispose();
            throw;
        }
    }

    private async Task OpenAsync(CodeBaseTarget target, Action<string> say, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        using var subscription = _workspace.RegisterWorkspaceFailedHandler(args =>
        {
            if (args.Diagnostic.Kind == WorkspaceDiagnosticKind.Failure)
            {
                lock (failures) // projects are loaded side by side
                {
                    failures.Add(args.Diagnostic.Message);
                }
            }
        });
        try
        {
            Projects = await OpenAsync(target, new LoadProgress(say), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A malformed file, or no SDK: MSBuild and its host have many exceptions of their own for that.
            failures.Add(e.Message);
            LostItsHost = true;
        }

        lock (failures)
        {
            LostItsHost |= failures.Exists(LoadFailure.IsOfTheHost);
            Sort(failures, target);
        }

        Projects = [.. Projects.Where(project => CanBeAnalysed(project, failures, target))];
        if (Projects.Count == 0 && Problems.Count == 0)
        {
            Problems.Add(new CodeBaseProblem($"There is no C# project in {target.Path}."));
        }
    }

    private async Task<IReadOnlyList<Project>> OpenAsync(
        CodeBaseTarget target, LoadProgress progress, CancellationToken cancellationToken)
    {
        if (target.IsSolution)
        {
            var solution = await _workspace.OpenSolutionAsync(target.Path, progress, cancellationToken)
                .ConfigureAwait(false);
            return [.. solution.Projects.OrderBy(static project => project.Name, StringComparer.Ordinal)];
        }

        // What it refers to is loaded as well, and not asked for. With several target frameworks it is there for each.
        var opened = await _workspace.OpenProjectAsync(target.Path, progress, cancellationToken).ConfigureAwait(false);
        return [.. opened.Solution.Projects.Where(
            project => string.Equals(project.FilePath, target.Path, StringComparison.Ordinal))];
    }

    /// <summary>What could not be loaded is among the projects too, empty; so is what the rules do not read.</summary>
    private bool CanBeAnalysed(Project project, List<string> failures, CodeBaseTarget target)
    {
        if (project.Language != LanguageNames.CSharp)
        {
            Skipped.Add(project.FilePath ?? project.Name);
            return false;
        }

        if (project.FilePath is { } path && failures.Exists(one => one.Contains(path, StringComparison.Ordinal)))
        {
            return false;
        }

        if (ScratchFolder.IsRestored(project))
        {
            return true;
        }

        Problems.Add(LoadFailure.NotRestored(project.Name, target));
        return false;
    }

    private void Sort(List<string> failures, CodeBaseTarget target)
    {
        foreach (var failure in failures.Distinct(StringComparer.Ordinal))
        {
            if (LoadFailure.IsOtherLanguage(failure, out var project))
            {
                Skipped.Add(project);
            }
            else
            {
                Problems.Add(LoadFailure.Explain(failure, target));
            }
        }
    }
}
