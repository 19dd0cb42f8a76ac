/** What is seen when a part of the page cannot be loaded or drawn: a calm sentence instead of nothing. The login goes on after a reload. */
import { Component, type ReactNode } from 'react'
import { unreachable } from '../api/problem.ts'
import { Fault } from './Fault.tsx'

export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    return this.state.broken ? <Fault problem={unreachable.problem} /> : this.props.children
  }
}
