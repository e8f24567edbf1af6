using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PwshHost;

internal static class PipelineEnd
{
    /// <summary>Gives a task that ends with a pipeline, and as it does: <c>Pipeline.Invoke</c> would close the input first.</summary>
    public static Task Of(Pipeline pipeline)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        pipeline.StateChanged += (_, change) =>
        {
            PipelineStateInfo state = change.PipelineStateInfo;
            switch (state.State)
            {
                case PipelineState.Completed:
                    ended.TrySetResult();
                    break;
                case PipelineState.Stopped:
                    ended.TrySetException(state.Reason ?? new PipelineStoppedException());
                    break;
                case PipelineState.Failed:
                    ended.TrySetException(state.Reason ?? new RuntimeException("The pipeline failed without a reason."));
                    break;
                default:
                    break;
            }
        };
        return ended.Task;
    }
}
