/**
 * The queue of the pool: one line per lane (an account), served in turn, so that the flood of one never
 * stands before the single sign-in of another. How long the queue may grow is the pool's business.
 */
import { queueOptionsSymbol, type TaskQueue } from 'piscina'

/** What a task carries beside its job: its lane, and what to call when its place is taken away. */
export type Ticket = { readonly lane: string; readonly giveUp: () => void }

type Task = Parameters<TaskQueue['push']>[0]

export class Lanes implements TaskQueue {
  /** A Map keeps the order of insertion: its first lane is the next one served. No lane in it is empty. */
  readonly #lanes = new Map<string, Task[]>()
  #size = 0

  get size(): number {
    return this.#size
  }

  /** At the end of its own lane; a new lane is the last in the round. */
  push(task: Task): void {
    const line = this.#lanes.get(laneOf(task))
    if (line) line.push(task)
    else this.#lanes.set(laneOf(task), [task])
    this.#size++
  }

  /** The oldest task of the lane whose turn it is; that lane then goes to the end of the round. */
  shift(): Task | null {
    const [next] = this.#lanes
    if (!next) return null
    const [lane, line] = next
    const task = line.shift()
    this.#lanes.delete(lane)
    if (line.length > 0) this.#lanes.set(lane, line)
    this.#size--
    return task ?? null
  }

  /** Back to where it came from: Piscina takes one more than it has threads for, and returns it. */
  unshift(task: Task): void {
    const lane = laneOf(task)
    const line = this.#lanes.get(lane) ?? []
    const others = [...this.#lanes].filter(([name]) => name !== lane)
    this.#lanes.clear()
    this.#lanes.set(lane, [task, ...line])
    for (const [name, waiting] of others) this.#lanes.set(name, waiting)
    this.#size++
  }

  remove(task: Task): void {
    const lane = laneOf(task)
    const line = this.#lanes.get(lane)
    const at = line?.indexOf(task) ?? -1
    if (!line || at < 0) return
    line.splice(at, 1)
    if (line.length === 0) this.#lanes.delete(lane)
    this.#size--
  }

  /**
   * Frees a place for `lane` in a full queue: the newest task of the longest lane gives up.
   * False when no lane holds at least two more than `lane`, for then the queue is already shared fairly.
   */
  makeRoom(lane: string): boolean {
    let longest: Task[] = []
    for (const line of this.#lanes.values()) if (line.length > longest.length) longest = line
    const last = longest.at(-1)
    if (!last || longest.length < (this.#lanes.get(lane)?.length ?? 0) + 2) return false
    this.remove(last)
    ticketOf(last).giveUp()
    return true
  }
}

const ticketOf = (task: Task): Ticket => task[queueOptionsSymbol] as Ticket
const laneOf = (task: Task): string => ticketOf(task).lane
